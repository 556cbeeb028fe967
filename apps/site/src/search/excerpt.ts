/** A piece of text; `hit`: what was searched for. */
export interface Excerpt {
  readonly text: string;
  readonly hit: boolean;
}

/** The part of a text around the first word that begins with one of `words`, cut at spaces, with these words marked. */
export function excerpt(text: string, words: readonly string[], length = 150): Excerpt[] {
  const pattern = new RegExp(`\\b(?:${words.map(escapePattern).join('|')})[\\w-]*`, 'giu');
  const first = text.search(pattern);
  const from = first <= length / 3 ? 0 : text.indexOf(' ', first - length / 3) + 1;
  const end = text.length - from <= length ? text.length : text.lastIndexOf(' ', from + length);
  const part = text.slice(from, end > from ? end : from + length);
  const pieces: Excerpt[] = from > 0 ? [{ text: '… ', hit: false }] : [];
  let read = 0;
  for (const { index, 0: hit } of part.matchAll(pattern)) {
    if (index > read) pieces.push({ text: part.slice(read, index), hit: false });
    pieces.push({ text: hit, hit: true });
    read = index + hit.length;
  }
  const rest = part.slice(read) + (from + part.length < text.length ? ' …' : '');
  return rest === '' ? pieces : [...pieces, { text: rest, hit: false }];
}

function escapePattern(word: string): string {
  return word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
