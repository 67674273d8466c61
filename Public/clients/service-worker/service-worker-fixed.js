// Caches everything for the next time, except streams.
self.addEventListener('fetch', (event) => {
  // A request that is not answered here goes to the network as if there were no service worker.
  if (event.request.headers.get('Accept') === 'text/event-stream') return;
  event.respondWith(answer(event.request));
});

async function answer(request) {
  const cache = await caches.open('everything');
  const kept = await cache.match(request);
  if (kept) return kept;
  const response = await fetch(request);
  await cache.put(request, response.clone());
  return response;
}
