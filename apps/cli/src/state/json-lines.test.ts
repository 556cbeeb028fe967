import { appendFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { tempFolder } from '../testing/temp-folder.ts';
import { openJsonLines } from './json-lines.ts';

const options = { format: 'history', version: 1, nowMs: Date.UTC(2026, 10, 24, 12) };
const open = (path: string) => openJsonLines<{ n: number }>(path, options);

describe('a file of JSON lines', () => {
  it('gives back what was appended', () => {
    const path = join(tempFolder(), 'deep', 'history.jsonl');
    const file = open(path);
    file.append({ n: 1 });
    file.append({ n: 2 });
    file.close();
    expect(open(path)).toMatchObject({ values: [{ n: 1 }, { n: 2 }], aside: undefined });
  });

  it('drops a last line that a crash cut short, and goes on behind the one before', () => {
    const path = join(tempFolder(), 'history.jsonl');
    const file = open(path);
    file.append({ n: 1 });
    file.close();
    appendFileSync(path, '{"n":2');
    const again = open(path);
    expect(again.values).toEqual([{ n: 1 }]);
    again.append({ n: 3 });
    again.close();
    expect(open(path)).toMatchObject({ values: [{ n: 1 }, { n: 3 }], aside: undefined });
  });

  it.each([
    [
      'a line in the middle that is no JSON',
      '{"podlab":"history","version":1}\n{"n":1}\nrubbish\n{"n":2}\n',
      'line 3 is not JSON',
    ],
    ['the first line of another file', '{"podlab":"journal","version":1}\n', 'line 1 does not say'],
    ['a version to come', '{"podlab":"history","version":2}\n', 'line 1 does not say'],
    ['bytes that are no text', '\u0000\u0001\u0002', 'it does not hold one whole line'],
  ])('is kept aside with %s, and begun anew', (_, text, reason) => {
    const folder = tempFolder();
    const path = join(folder, 'history.jsonl');
    writeFileSync(path, text);
    const file = open(path);
    expect(file.values).toEqual([]);
    expect(file.aside?.reason).toContain(reason);
    expect(readFileSync(file.aside?.path ?? '', 'utf8')).toBe(text);
    file.append({ n: 7 });
    file.close();
    expect(open(path).values).toEqual([{ n: 7 }]);
    expect(readdirSync(folder)).toHaveLength(2);
  });
});
