// Kept files: {{ digest }}. What a drill needs when there is no line: the pages that were opened, and all their files.
//
// The network comes first, so that nothing old is shown while there is a line; a line that is too slow is none.
const FILES = "greenroom-files";
const PAGES = "greenroom-drill";
const SPARE = "/drill/spare-page";
const PATIENCE_MS = 4000;

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(caches.open(FILES).then((cache) => cache.addAll({{ files | tojson }})));
});

self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("message", (event) => {
  const { keep = [], spare } = event.data;
  event.waitUntil(Promise.all(keep.map((address) => store(address, address === spare ? [address, SPARE] : [address]))));
});

self.addEventListener("fetch", (event) => {
  const { method, url, mode } = event.request;
  const { origin, pathname } = new URL(url);
  if (origin !== self.location.origin) return;
  if (method === "GET" && (pathname.startsWith("/static/") || pathname.startsWith("/drill"))) {
    event.respondWith(networkFirst(event.request, pathname.startsWith("/static/") ? FILES : PAGES, mode === "navigate"));
  } else if (method === "POST" && pathname === "/drill" && mode === "navigate") {
    event.respondWith(start(event.request));
  }
});

async function networkFirst(request, name, isPage) {
  const cache = await caches.open(name);
  const kept = await cache.match(request, { ignoreSearch: isPage });
  const fetched = fetch(request).then((answer) => {
    if (answer.ok && !answer.redirected) cache.put(request, answer.clone());
    return answer;
  });
  if (!kept) return fetched.catch(() => (isPage ? caches.match("/drill").then((menu) => menu ?? Response.error()) : Response.error()));
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS, kept));
  return Promise.race([fetched, late]).then((answer) => (answer.status >= 502 ? kept : answer), () => kept);
}

async function start(request) {
  const form = await request.clone().formData();
  try {
    return await fetch(request);
  } catch {
    if (form.get("mode") === "strict") return Response.redirect("/drill?without=strict", 303);
    const spare = await (await caches.open(PAGES)).match(SPARE);
    return Response.redirect(spare ? `${new URL(spare.url).pathname}` : "/drill?without=ready", 303);
  }
}

async function store(address, names) {
  const answer = await fetch(address, { credentials: "same-origin" });
  if (!answer.ok || answer.redirected) return;
  const cache = await caches.open(PAGES);
  await Promise.all(names.map((name) => cache.put(name, answer.clone())));
}
