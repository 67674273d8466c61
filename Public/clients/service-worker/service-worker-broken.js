// Caches everything for the next time, as many service workers do.
self.addEventListener('fetch', (event) => event.respondWith(answer(event.request)));

async function answer(request) {
  const cache = await caches.open('everything');
  const kept = await cache.match(request);
  if (kept) return kept; // a later request for the stream gets the old events again
  const response = await fetch(request);
  await cache.put(request, response.clone()); // waits for the end of the body, which an endless stream does not have
  return response;
}
