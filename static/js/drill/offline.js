// The service worker, which keeps the drill's pages at hand for when there is no line.

/** Have this page and its files kept, where the browser can (on https, or on the computer itself). */
export async function keepHere(...addresses) {
  if (!("serviceWorker" in navigator)) return;
  try {
    await navigator.serviceWorker.register("/drill/worker.js", { scope: "/drill" });
    const { active } = await navigator.serviceWorker.ready;
    const kept = navigator.serviceWorker.controller !== null; // by the worker, as it came
    active.postMessage({ keep: [...(kept ? [] : [location.pathname]), ...addresses] });
  } catch {
    // it works without, as long as the page is open
  }
}

/** Say which drill lies ready for a start without a line. */
export async function layReady(address) {
  const registration = await navigator.serviceWorker?.ready;
  registration?.active.postMessage({ keep: [address], spare: address });
}
