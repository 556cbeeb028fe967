/** What a key of `sort -k START[.OFS][OPTS][,END[.OFS][OPTS]]` chooses of a line, and how it compares. */
export interface SortKey {
  readonly startField: number;
  readonly startChar: number;
  /** 0: to the end of the line. */
  readonly endField: number;
  readonly endChar: number;
  /** Letters; `B`: blanks at the end do not count. None: those of the command. */
  readonly letters: string;
}

export const wholeLine: SortKey = { startField: 1, startChar: 0, endField: 0, endChar: 0, letters: '' };

/** @returns the key, or what is wrong with it */
export function parseSortKey(text: string): SortKey | string {
  const match = /^(\d*)(?:\.(\d*))?([^,\d]*)(?:,(\d*)(?:\.(\d*))?(.*))?$/.exec(text);
  if (!match) return 'unknown key option';
  const [, startField = '', startChar, from = '', endField, endChar, to = ''] = match;
  const numbers = [startField, startChar, endField, endChar].filter((part) => part !== undefined);
  if (numbers.some((part) => !(Number(part) > 0))) return 'bad field specification';
  const wrong = Array.from(from + to).find((letter) => !'ngMbrdfih'.includes(letter));
  if (wrong !== undefined) return 'rnughMcszbdfimSTokt'.includes(wrong) ? 'unknown sort type' : 'unknown key option';
  return {
    startField: Number(startField),
    startChar: Number(startChar ?? 0),
    endField: Number(endField ?? 0),
    endChar: Number(endChar ?? 0),
    letters: from + to.replaceAll('b', 'B'),
  };
}

/** The part of a line that a key chooses. */
export function keyText(line: string, key: SortKey, letters: string, separator: string | undefined): string {
  let start = fieldPlace(line, key.startField, separator, false);
  let end = key.endField === 0 ? line.length : fieldPlace(line, key.endField, separator, true);
  if (letters.includes('b')) while (/\s/.test(line[start] ?? '')) start += 1;
  if (letters.includes('B')) while (end > start && /\s/.test(line[end - 1] ?? '')) end -= 1;
  if (key.endChar > 0) end = Math.min(key.endChar, line.length);
  if (key.startChar > 0) start = Math.min(start + key.startChar - 1, line.length);
  let text = line.slice(start, Math.max(start, end));
  if (letters.includes('d')) text = text.replace(/[^\sA-Za-z0-9]/g, '');
  if (letters.includes('i')) text = text.replace(/[^ -~]/g, '');
  return letters.includes('f') ? text.toUpperCase() : text;
}

/** Where a field starts, or ends. Without a separator the blanks before a field belong to it. */
function fieldPlace(line: string, field: number, separator: string | undefined, atEnd: boolean): number {
  let at = 0;
  let stopped = false;
  for (let count = atEnd ? field : field - 1; count > 0; count -= 1) {
    if (separator === undefined) {
      while (/\s/.test(line[at] ?? '')) at += 1;
      while (at < line.length && !/\s/.test(line[at] ?? '')) at += 1;
      continue;
    }
    const found = line.indexOf(separator, at);
    stopped = found >= 0;
    at = stopped ? found + 1 : line.length;
  }
  return atEnd && stopped ? at - 1 : at;
}
