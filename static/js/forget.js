// The rest of being forgotten: what pages of ours have kept in this browser, such as unsent text, the colours, recordings, and
// drills that lie ready.

for (const storage of ["localStorage", "sessionStorage"]) {
  try {
    window[storage].clear();
  } catch {
    // storage is forbidden here, so nothing was kept
  }
}
for (const worker of (await navigator.serviceWorker?.getRegistrations()) ?? []) await worker.unregister();
if ("caches" in window) for (const name of await caches.keys()) await caches.delete(name);
for (const { name } of await indexedDB.databases()) indexedDB.deleteDatabase(name);
