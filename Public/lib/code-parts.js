// @ts-check

/**
 * Returns the common part of a program, followed by the part that fixes a pitfall; null where no part fixes it.
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
