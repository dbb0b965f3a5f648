// Lets the room open without a network. The files of the application are kept from the first visit on. Answers of the record
// are kept for reading, and only for whoever is signed in: with the sign-out they are gone.

const VERSION = "__VERSION__";
const FILES = "__FILES__";
const SHELL = `shell ${VERSION}`;
const ANSWERS = "answers";

/** Big or quickly old, or nobody's business on a disk. */
const isNeverKept = (path) => /^\/api\/(?:auth|events|items|ledger|demonstration)\b|\/bytes$|\/export/.test(path);

self.addEventListener("install", (event) => {
  event.waitUntil(
    caches
      .open(SHELL)
      .then((cache) => cache.addAll(["/", ...FILES.map((name) => `/${name}`)]))
      .then(() => self.skipWaiting()),
  );
});

self.addEventListener("activate", (event) => {
  const forget = async () => {
    const names = await caches.keys();
    await Promise.all(names.filter((name) => name !== SHELL && name !== ANSWERS).map((name) => caches.delete(name)));
    await self.clients.claim();
  };
  event.waitUntil(forget());
});

/** How often everything was forgotten: an answer that was on its way then is not kept after it. */
let forgotten = 0;

self.addEventListener("message", (event) => {
  if (event.data !== "forget") return;
  forgotten += 1;
  event.waitUntil(caches.delete(ANSWERS));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (url.pathname.startsWith("/api/")) {
    if (!isNeverKept(url.pathname)) event.respondWith(answerOf(request));
    return;
  }
  if (url.pathname === "/healthz" || url.pathname === "/metrics") return;
  event.respondWith(request.mode === "navigate" ? pageOf(request) : fileOf(request));
});

async function answerOf(request) {
  const before = forgotten;
  try {
    const response = await fetch(request);
    if (response.ok && before === forgotten) {
      const cache = await caches.open(ANSWERS);
      await cache.put(request, response.clone());
    }
    return response;
  } catch (error) {
    const kept = await caches.match(request, { cacheName: ANSWERS });
    if (kept === undefined) throw error;
    const headers = new Headers(kept.headers);
    headers.set("truce-kept", "yes");
    return new Response(kept.body, { status: kept.status, headers });
  }
}

async function pageOf(request) {
  try {
    return await fetch(request);
  } catch {
    return (await caches.match("/", { cacheName: SHELL })) ?? Response.error();
  }
}

async function fileOf(request) {
  return (await caches.match(request, { cacheName: SHELL })) ?? fetch(request);
}
