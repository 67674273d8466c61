// Keeps everything for the next time, as many service workers do.
self.addEventListener('fetch', (event) => event.respondWith(answer(event.request)));

async function answer(request) {
  const cache = await caches.open('everything');
  const kept = await cache.match(request);
  if (kept) return kept; // when the stream is asked for again: the old events once more
  const response = await fetch(request);
  await cache.put(request, response.clone()); // waits for the end of the body; an endless stream has none
  return response;
}
