// @ts-check

/** @typedef {Record<string, any>} Schema a piece of JSON Schema */
/** @typedef {{ label: string, detail: string, info: string }} Hint */

const DURATIONS = ['100ms', '500ms', '1s', '5s', '30s'];

/** Completions and explanations from the schema of scenarios. */
export class SchemaHints {
  #schema;

  /** @param {Schema} schema */
  constructor(schema) {
    this.#schema = schema;
  }

  /**
   * Returns the completions for a place.
   * @param {import('./yaml-place.js').YAMLPlace} place @returns {Hint[]}
   */
  complete({ path, keys, kind, key }) {
    const objects = this.#objectsAt(path, keys);
    if (kind === 'value') return this.#values(objects.flatMap((object) => this.#alternatives(object.properties?.[key] ?? {})));
    /** @type {Map<string, Hint>} */
    const hints = new Map();
    for (const { properties = {} } of objects) {
      for (const [label, property] of Object.entries(properties)) {
        if (!keys.includes(label) && !hints.has(label)) hints.set(label, { label, detail: kindOf(property), info: describe(property) });
      }
    }
    return [...hints.values()];
  }

  /**
   * Explains a key; null where the schema does not know it.
   * @param {import('./yaml-place.js').YAMLPlace} place the place of its value
   */
  explain({ path, keys, key }) {
    for (const object of this.#objectsAt(path, [...keys, key])) {
      const property = object.properties?.[key];
      if (property) return describe(property);
    }
    return null;
  }

  /**
   * Returns the mappings that a path may lead to: those that have all the keys, or all mappings if none has.
   * @param {string[]} path @param {string[]} keys @returns {Schema[]}
   */
  #objectsAt(path, keys) {
    let nodes = this.#alternatives(this.#schema);
    for (const step of path) {
      nodes = nodes.flatMap((node) => {
        const next = step === '-' ? node.items : node.properties?.[step] ?? (typeof node.additionalProperties === 'object' ? node.additionalProperties : null);
        return next ? this.#alternatives(next) : [];
      });
    }
    const objects = nodes.filter((node) => node.properties);
    const fitting = objects.filter(({ properties }) => keys.every((key) => key in properties));
    return fitting.length > 0 ? fitting : objects;
  }

  /**
   * Returns the alternatives of a schema, with references resolved.
   * @param {Schema} node @returns {Schema[]}
   */
  #alternatives(node) {
    const { $ref, anyOf, ...rest } = node;
    if ($ref) return this.#alternatives({ ...this.#schema.$defs[$ref.replace('#/$defs/', '')], ...(rest.description ? { description: rest.description } : {}) });
    // The members next to `anyOf` apply to each of its choices.
    return anyOf ? anyOf.flatMap((/** @type {Schema} */ one) => this.#alternatives({ ...rest, ...one })) : [node];
  }

  /** @param {Schema[]} nodes @returns {Hint[]} */
  #values(nodes) {
    const words = nodes.flatMap((node) => [
      ...(node.enum ?? ('const' in node ? [node.const] : [])),
      ...(node.type === 'boolean' ? [true, false] : []),
      ...(String(node.pattern ?? '').includes('(us|ms|s|m|h)') ? DURATIONS : []),
    ]);
    return [...new Set(words.map(String))].map((label) => ({ label, detail: '', info: '' }));
  }
}

/** @param {Schema} property */
function describe(property) {
  return [property.description, property.$comment].filter(Boolean).join('\n');
}

/** @param {Schema} property */
function kindOf({ type, enum: values, $ref, pattern }) {
  if (values) return values.slice(0, 3).join(' | ');
  if (String(pattern ?? '').includes('(us|ms|s|m|h)')) return 'duration';
  if ($ref === '#/$defs/steps') return 'steps';
  return typeof type === 'string' ? type : '';
}
