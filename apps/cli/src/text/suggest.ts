import { distance } from 'fastest-levenshtein';

/** The known word that is nearest to what was typed, if it is near enough to have been meant. */
export function nearest(typed: string, known: readonly string[]): string | undefined {
  const lower = typed.toLowerCase();
  const prefixed = known.filter((word) => lower.length >= 3 && word.toLowerCase().startsWith(lower));
  if (prefixed.length === 1) return prefixed[0];
  let best: string | undefined;
  let bestDistance = Math.max(1, Math.floor(typed.length * 0.4)) + 0.5;
  for (const word of known) {
    const far = distance(lower, word.toLowerCase());
    if (far < bestDistance) {
      best = word;
      bestDistance = far;
    }
  }
  return best;
}
