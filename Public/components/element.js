// @ts-check
import { at } from '../lib/site.js';

/**
 * Makes an element. Children are inserted as text and nodes, never as markup.
 *
 *     element('button', { type: 'button', class: 'primary', on: { click: start } }, 'Start')
 *
 * @template {keyof HTMLElementTagNameMap} Name
 * @param {Name} name
 * @param {Record<string, any>} [attributes] null, undefined and false omit an attribute; `on` holds event listeners; `href` and `src` may
 *   be paths of the playground
 * @param {...(Node | string | null | undefined)} children
 * @returns {HTMLElementTagNameMap[Name]}
 */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key === 'on') {
      for (const [type, listener] of Object.entries(value)) made.addEventListener(type, listener);
    } else if (value !== null && value !== undefined && value !== false) {
      const text = value === true ? '' : `${value}`;
      made.setAttribute(key, key === 'href' || key === 'src' ? at(text) : text);
    }
  }
  made.append(...children.filter((child) => child !== null && child !== undefined).map((child) => /** @type {Node | string} */ (child)));
  return made;
}

/**
 * Returns an element that the page's HTML must have.
 * @template {HTMLElement} [Type=HTMLElement]
 * @param {string} id
 * @returns {Type}
 */
export function byId(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`The page has no element with id ${id}`);
  return /** @type {Type} */ (found);
}

/**
 * Performs an action in place of submitting a form.
 * @param {HTMLFormElement} form @param {() => unknown} action
 */
export function onSubmit(form, action) {
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    action();
  });
}

/**
 * Makes an entry of a description list.
 * @param {Node | string} name @param {...(Node | string)} description
 */
export function entryOf(name, ...description) {
  return element('div', {}, element('dt', {}, name), element('dd', {}, ...description));
}

/**
 * Sets a text unless it is the same: setting it again would announce it again and lose a selection.
 * @param {Node} place @param {string} text
 */
export function setText(place, text) {
  if (place.textContent !== text) place.textContent = text;
}

/**
 * Shows a sentence, or hides its element.
 * @param {HTMLElement} place @param {string | null} sentence
 */
export function showSentence(place, sentence) {
  place.textContent = sentence;
  place.hidden = sentence === null;
}

/**
 * Shows above the page the reason for a failure.
 * @param {string | null} sentence null when it works again
 */
export function showTrouble(sentence) {
  showSentence(byId('trouble'), sentence);
}

/**
 * Makes a field: a control with its label above it.
 * @param {string} label @param {HTMLElement} control has to have an id @param {string} [size] a class for its width
 */
export function field(label, control, size = '') {
  return element('div', { class: `field ${size}`.trim() }, element('label', { for: control.id }, label), control);
}

/**
 * Makes nodes the only children of an element, in this order. Children that are already in order are not moved, so that one with the focus,
 * or one that is being clicked, keeps it.
 * @param {Element} parent @param {readonly Node[]} nodes
 */
export function arrange(parent, nodes) {
  const kept = new Set(nodes);
  for (const child of [...parent.childNodes]) if (!kept.has(child)) child.remove();
  let next = parent.firstChild;
  for (const node of nodes) {
    if (node === next) next = next.nextSibling;
    else parent.insertBefore(node, next);
  }
}
