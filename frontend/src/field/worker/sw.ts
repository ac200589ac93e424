// Keeps the app on the telephone (离线外壳): its page, scripts and styles under one version, nothing of anybody.
//
// A newer version waits until the app says that nothing is open. Answers of the server are never kept here.
// Written here when the app is built: the version, and every file of it.
declare const BUILT: { version: string; files: string[] };

const worker = self as unknown as ServiceWorkerGlobalScope;
const CACHE = `gonghu-shell-${BUILT.version}`;
// Chromium 80 notes beside a script what it made of it, and loses the script when it is killed meanwhile, as a telephone
// that is short of memory does every day. A second copy is never run, so never lost.
const SPARE = `${CACHE}-spare`;
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
  const spare = await caches.open(SPARE);
  for (const each of wanted) {
    const brought = await cache.match(each, { ignoreVary: true });
    if (brought) await spare.put(each, brought);
  }
}

async function dropOlder(): Promise<void> {
  for (const name of await caches.keys()) {
    if (name.startsWith("gonghu-shell-") && name !== CACHE && name !== SPARE) await caches.delete(name);
  }
}

async function kept(address: string, request: Request): Promise<Response> {
  const cache = await caches.open(CACHE);
  const found = (await cache.match(address, { ignoreVary: true })) ?? (await mended(cache, address));
  return found ?? fetch(request);
}

// Made anew of the bytes: of the spare itself nothing is noted either.
async function mended(cache: Cache, address: string): Promise<Response | undefined> {
  const spare = await (await caches.open(SPARE)).match(address, { ignoreVary: true });
  if (!spare) return undefined;
  const copy = new Response(await spare.arrayBuffer(), { headers: spare.headers });
  await cache.put(address, copy.clone());
  return copy;
}
