/** The most letters by which a word may differ from a command that is suggested for it. */
const furthest = 2;

/** Commands that a mistyped word may have meant, in the order given: near it, or beginning with it. */
export function suggestionsFor(word: string, names: readonly string[]): string[] {
  const typed = word.toLowerCase();
  return names.filter((name) => distance(typed, name) <= furthest || name.startsWith(typed));
}

/** How many letters must be added, taken away or changed to make one word the other. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1];
    for (const [j, other] of [...b].entries()) {
      const changed = (row[j] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(changed, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
