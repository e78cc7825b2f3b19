// Put text on the clipboard, on origins with and without the clipboard API (plain http on a LAN address has none).

/**
 * Copy `text`.
 * @param {string} text
 * @returns {Promise<boolean>} false when the browser forbids it: show the text to be copied by hand.
 */
export async function copy(text) {
  if (window.isSecureContext && navigator.clipboard) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      // no permission: try the old way
    }
  }
  return copyBySelection(text);
}

function copyBySelection(text) {
  const before = document.activeElement;
  const area = document.createElement("textarea");
  area.value = text;
  area.readOnly = true; // keeps the phone's keyboard away
  area.className = "visually-hidden";
  (document.querySelector("dialog[open]") || document.body).append(area);
  area.select();
  try {
    return document.execCommand("copy");
  } catch {
    return false;
  } finally {
    area.remove();
    before?.focus?.({ preventScroll: true });
  }
}
