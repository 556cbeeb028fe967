// The scripts of tools/cases/*.txt: every line is one, those of several lines stand between {{{ and }}}.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';

const directory = new URL('cases/', import.meta.url);

/** Names of the case files, without `.txt`. */
export const topics = readdirSync(directory)
  .filter((name) => name.endsWith('.txt'))
  .map((name) => name.slice(0, -4))
  .sort();

/** The cases of one file. */
export function readCases(topic) {
  return parseCases(readFileSync(new URL(`${topic}.txt`, directory), 'latin1'), topic);
}

/** The cases of a text. An id is made from the script, so it stays the same when others are added. */
export function parseCases(text, topic) {
  const scripts = [...text.matchAll(/^\{\{\{\n([^]*?)\n\}\}\}$|^(.+)$/gm)].map((match) => match[1] ?? match[2]);
  return scripts.map((script) => ({
    id: `${topic}-${createHash('sha256').update(script).digest('hex').slice(0, 6)}`,
    script,
  }));
}
