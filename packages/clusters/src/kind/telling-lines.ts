/** A program's error output up to this length is shown whole. */
const wholeUpTo = 10;

/**
 * What a person needs of a program's error output: all of it when it is short; else the lines that say that they are
 * errors, without traces, and how much was left out.
 */
export function tellingLines(output: string): string {
  const lines = output.trim().split('\n');
  if (lines.length <= wholeUpTo) return lines.join('\n');
  const errors = lines.filter((line) => /^\s*(error|fatal|failed)\b/i.test(line));
  const shown = [...new Set(errors.length > 0 ? errors : lines.slice(-3))].slice(0, 5).map((line) => line.trim());
  return [...shown, `(${lines.length} lines in all: run the command yourself to see them)`].join('\n');
}
