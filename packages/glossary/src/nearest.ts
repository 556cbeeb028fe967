import { distance } from 'fastest-levenshtein';

/** ` Did you mean \`x\`?`, or nothing where no known name is near. */
export function didYouMean(name: string, known: Iterable<string>): string {
  let best: string | undefined;
  let away = Math.max(2, Math.floor(name.length / 3)) + 1;
  for (const candidate of known) {
    const d = distance(name.toLowerCase(), candidate.toLowerCase());
    if (d < away && d < name.length) [best, away] = [candidate, d];
  }
  return best === undefined ? '' : ` Did you mean \`${best}\`?`;
}
