/** Stands, alone on a line of a page, for one or more lines that the page leaves out. */
const ellipsis = '...';

/**
 * Whether a page shows what was printed. Spaces at the ends of lines do not count, as editors take them away.
 * @param shown the lines of the page
 * @param printed the lines that the command printed
 */
export function isSameOutput(shown: readonly string[], printed: readonly string[]): boolean {
  const [first, ...rest] = shown;
  if (first === undefined) return printed.length === 0;
  if (first.trim() === ellipsis) return printed.some((_, index) => isSameOutput(rest, printed.slice(index + 1)));
  const [line, ...others] = printed;
  return line?.trimEnd() === first.trimEnd() && isSameOutput(rest, others);
}

/** What a command printed, as lines of a page. */
export function outputLines(printed: string): string[] {
  if (printed === '') return [];
  return printed
    .replace(/\n$/, '')
    .split('\n')
    .map((line) => line.trimEnd());
}
