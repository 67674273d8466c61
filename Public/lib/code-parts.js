// @ts-check

/**
 * Returns the part of a program that fixes a pitfall, after the part that all pitfalls share; null where there is none for it.
 *
 * A part begins with a line that names its pitfalls: `//# gap resume` or `# # gap resume`.
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
