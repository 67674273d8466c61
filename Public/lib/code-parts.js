// @ts-check

/**
 * The part of a program that mends a pitfall, below the part that all need; null where the program has none for it.
 *
 * A part begins with a line that names whom it is for: `//# gap resume` or `# # gap resume`.
 *
 * @param {string} program
 * @param {string} name
 */
export function codePart(program, name) {
  const [common, ...parts] = program.split(/^(?=\/\/# |# # )/m);
  const part = parts.find((text) => text.slice(0, text.indexOf('\n')).split(' ').includes(name));
  if (part === undefined) return null;
  return `${common.trimEnd()}\n\n${part.slice(part.indexOf('\n') + 1).trim()}\n`;
}
