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

/** What to tell an author who named a term that is not there. */
export function sayUnknownTerm(id: string, known: Iterable<string>): string {
  return id === ''
    ? 'A term named by hand needs an `id`, such as `<T id="sidecar">helper</T>`.'
    : `There is no term \`${id}\`.${didYouMean(id, known)} Terms are the files of docs/glossary.`;
}
