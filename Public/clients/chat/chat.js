// A chat room: everybody whose address has the same ?room=NAME receives the messages. It needs the scenario room-chat.
const room = new URLSearchParams(location.search).get('room') ?? 'lobby';
const address = new URL(`../../talk?session=${encodeURIComponent(room)}`, import.meta.url);
/** @param {string} id @returns {any} */
const byId = (id) => document.getElementById(id);
byId('room').textContent = room;
const stream = new EventSource(address);
stream.addEventListener('room', () => (byId('state').textContent = 'connected'));
stream.addEventListener('error', () => (byId('state').textContent = 'reconnecting'));
stream.addEventListener('chat', (event) => {
  const { name, text } = JSON.parse(event.data);
  const line = document.createElement('li');
  line.textContent = `${name}: ${text}`;
  byId('messages').append(line);
});

byId('form').addEventListener('submit', async (/** @type {SubmitEvent} */ event) => {
  event.preventDefault();
  const body = JSON.stringify({ name: byId('name').value, text: byId('text').value });
  byId('text').value = '';
  await fetch(address, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body });
});
