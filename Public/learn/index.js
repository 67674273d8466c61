// @ts-check
import { Demonstration } from '../components/demonstration.js';

/** The one that runs: a page keeps one stream of its own at most. @type {Demonstration | null} */
let running = null;

for (const source of document.querySelectorAll('pre[data-demo]')) {
  if (!(source instanceof HTMLElement)) continue;
  const demonstration = new Demonstration({
    title: source.dataset.demo ?? '',
    text: `${source.textContent}\n`,
    reconnects: 'reconnects' in source.dataset,
    onStart() {
      if (running !== demonstration) running?.stop('another example runs');
      running = demonstration;
    },
  });
  source.before(demonstration.root);
  demonstration.takeSource(source);
}
