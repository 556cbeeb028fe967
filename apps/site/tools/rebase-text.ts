import type { Address } from './base-place.ts';

/** Where a text names the site's address, so that the address can be changed again. Offsets in UTF-16 units, ascending. */
export interface Places {
  readonly origin: readonly number[];
  readonly base: readonly number[];
}

/** Finds the places of an address whose two parts are words that occur nowhere else. */
export function findPlaces(text: string, { origin, base }: Address): Places {
  return { origin: offsetsOf(text, origin), base: offsetsOf(text, base) };
}

/** @returns the text with another address at its places, and where they are now */
export function moveText(text: string, places: Places, from: Address, to: Address): { text: string; places: Places } {
  const all = [
    ...places.origin.map((at) => ({ at, part: 'origin' as const })),
    ...places.base.map((at) => ({ at, part: 'base' as const })),
  ].sort((a, b) => a.at - b.at);
  const moved = { origin: [] as number[], base: [] as number[] };
  let result = '';
  let read = 0;
  for (const { at, part } of all) {
    if (text.slice(at, at + from[part].length) !== from[part])
      throw new Error(`expected '${from[part]}' at offset ${at}: the file was changed after it was built`);
    result += text.slice(read, at);
    moved[part].push(result.length);
    result += to[part];
    read = at + from[part].length;
  }
  return { text: result + text.slice(read), places: moved };
}

function offsetsOf(text: string, word: string): number[] {
  const offsets: number[] = [];
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length)) offsets.push(at);
  return offsets;
}
