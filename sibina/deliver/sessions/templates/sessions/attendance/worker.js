{% load static %}/* Keeps the organiser's page where there is no network. Scope: /kehadiran/. */
"use strict";
const KEPT = "sibina-kehadiran";
const FILES = ["{% static 'ui/build/sibina.css' %}", "{% static 'ui/build/sibina.js' %}", "{% static 'ui/build/attendance.js' %}", "{% static 'ui/build/qr/decode.js' %}", new URL("index.js", new URL("{% static 'ui/build/qr/decode.js' %}", location)).pathname];
const PATIENCE = 5000;

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(KEPT).then((kept) => kept.addAll(FILES)).then(() => self.skipWaiting()));
});
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  const address = new URL(event.request.url);
  if (event.request.method !== "GET" || address.origin !== location.origin) return;
  if (/^\/kehadiran\/\d+\/panitia\/$/.test(address.pathname) || address.pathname.startsWith("/static/")) {
    event.respondWith(answer(event.request));
  }
});

// The network first, so that nothing old is shown where there is one; a line that hangs is no network.
async function answer(request) {
  const kept = await caches.open(KEPT);
  try {
    const late = new Promise((_, failed) => setTimeout(failed, PATIENCE));
    const found = await Promise.race([fetch(request), late]);
    if (found.ok && !found.redirected) await kept.put(request, found.clone());
    return found;
  } catch (failed) {
    const old = await kept.match(request, { ignoreVary: true });
    if (old) return old;
    throw failed;
  }
}
