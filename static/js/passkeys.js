// Asks the browser for a passkey with the options that the page holds, and sends what it gives. Binary is base64url there.

const form = document.querySelector("[data-passkey]");
if (form) {
  const again = form.querySelector("[data-passkey-again]");
  again.addEventListener("click", () => run(form));
  run(form);
}

async function run(form) {
  const says = form.querySelector("[data-passkey-says]");
  const again = form.querySelector("[data-passkey-again]");
  again.hidden = true;
  says.textContent = "Your browser asks for your passkey now.";
  if (!window.PublicKeyCredential) {
    says.textContent = window.isSecureContext
      ? "This browser knows no passkeys. Use your password."
      : "Passkeys need https (or this very computer). Use your password.";
    return;
  }
  try {
    const publicKey = prepared(JSON.parse(form.dataset.options));
    const making = form.dataset.passkey === "create";
    const made = await (making ? navigator.credentials.create({ publicKey }) : navigator.credentials.get({ publicKey }));
    form.querySelector("[name=credential]").value = JSON.stringify(packed(made, making));
    form.submit();
  } catch (error) {
    says.textContent =
      error.name === "InvalidStateError"
        ? "This device has a passkey for your account already."
        : "No passkey was used: it was cancelled, took too long, or there is none for here.";
    again.hidden = false;
  }
}

function prepared(options) {
  const known = (list) => (list || []).map((each) => ({ ...each, id: bytes(each.id) }));
  const found = { ...options, challenge: bytes(options.challenge) };
  if (options.user) {
    found.user = { ...options.user, id: bytes(options.user.id) };
    found.excludeCredentials = known(options.excludeCredentials);
  } else {
    found.allowCredentials = known(options.allowCredentials);
  }
  return found;
}

function packed(made, making) {
  const { response } = made;
  const common = { id: made.id, rawId: text(made.rawId), type: made.type };
  const extensions = JSON.stringify(made.getClientExtensionResults());
  if (making) {
    const transports = response.getTransports ? response.getTransports() : null;
    const parts = { attestationObject: text(response.attestationObject), clientDataJSON: text(response.clientDataJSON) };
    return { ...common, response: { ...parts, transports }, extensions };
  }
  return {
    ...common,
    response: {
      authenticatorData: text(response.authenticatorData),
      clientDataJSON: text(response.clientDataJSON),
      signature: text(response.signature),
      userHandle: response.userHandle ? text(response.userHandle) : null,
    },
    assertionClientExtensions: extensions,
  };
}

function bytes(base64url) {
  const plain = atob(base64url.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (each) => each.charCodeAt(0));
}

function text(buffer) {
  const plain = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}
