import { distance } from 'fastest-levenshtein';

/** The name that was probably meant, or undefined when none is near. */
export function nearestName(name: string, known: readonly string[]): string | undefined {
  const ranked = known
    .map((candidate) => ({ candidate, away: distance(name.toLowerCase(), candidate.toLowerCase()) }))
    .toSorted((a, b) => a.away - b.away);
  const best = ranked[0];
  return best && best.away < name.length && best.away <= Math.max(2, Math.floor(name.length / 3))
    ? best.candidate
    : undefined;
}

/** ` Did you mean \`x\`?`, or where no name is near the whole list, introduced by `otherwise`. */
export function suggestion(name: string, known: readonly string[], otherwise: string): string {
  const near = nearestName(name, known);
  if (near !== undefined) return ` Did you mean \`${near}\`?`;
  return known.length === 0 ? '' : ` ${otherwise} ${known.map((k) => `\`${k}\``).join(', ')}.`;
}

/** `a check`, `an answer`. */
export function withArticle(noun: string): string {
  return `${/^[aeiou]/.test(noun) ? 'an' : 'a'} ${noun}`;
}
