/**
 * Plural of the last word of an English phrase, by rule: `Pods`, `policies`, `QoS classes`.
 * Words that follow no rule are given in the term file.
 */
export function pluralOf(phrase: string): string {
  if (/(s|x|z|ch|sh)$/i.test(phrase)) return `${phrase}es`;
  if (/[^aeiou]y$/.test(phrase)) return `${phrase.slice(0, -1)}ies`;
  return `${phrase}s`;
}
