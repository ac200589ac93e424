// Keeps the app on the telephone (离线外壳): its page, scripts and styles under one version, nothing of anybody.
//
// A newer version waits until the app says that nothing is open. Answers of the server are never kept here.
// Written here when the app is built: the version, and every file of it.
declare const BUILT: { version: string; files: string[] };

const worker = self as unknown as ServiceWorkerGlobalScope;
const CACHE = `gonghu-shell-${BUILT.version}`;
const PAGE = "/field/";
const STATIC = "/static/field/";

worker.addEventListener("install", (event) => {
  event.waitUntil(keepAll());
});

worker.addEventListener("activate", (event) => {
  event.waitUntil(dropOlder().then(() => worker.clients.claim()));
});

worker.addEventListener("message", (event) => {
  if (event.data === "TAKE_OVER") void worker.skipWaiting();
});

worker.addEventListener("fetch", (event) => {
  const { pathname, origin } = new URL(event.request.url);
  if (origin !== worker.location.origin || event.request.method !== "GET") return;
  if (event.request.mode === "navigate" && pathname.startsWith(PAGE) && !pathname.startsWith(`${PAGE}api/`)) {
    event.respondWith(kept(PAGE, event.request));
  } else if (pathname.startsWith(STATIC)) {
    event.respondWith(kept(pathname, event.request));
  }
});

async function keepAll(): Promise<void> {
  const cache = await caches.open(CACHE);
  const wanted = [PAGE, ...BUILT.files.map((each) => STATIC + each)];
  await cache.addAll(wanted.map((each) => new Request(each, { cache: each === PAGE ? "reload" : "default" })));
}

async function dropOlder(): Promise<void> {
  for (const name of await caches.keys()) {
    if (name.startsWith("gonghu-shell-") && name !== CACHE) await caches.delete(name);
  }
}

async function kept(address: string, request: Request): Promise<Response> {
  const found = await (await caches.open(CACHE)).match(address, { ignoreVary: true });
  return found ?? fetch(request);
}
