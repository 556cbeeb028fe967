import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import * as glossary from './index.ts';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
const examples = [...readme.matchAll(/^```js\n([\s\S]*?)^```$/gm)].map(([, code = '']) => code);

/** Runs an example, and gives what each line with `// →` is and what the README says it is. */
function run(example: string): [unknown, unknown][] {
  const code = example
    .replaceAll(/^import (\{.*\}) from '@podlab\/glossary';$/gm, 'const $1 = glossary;')
    .replaceAll(/^(.*); \/\/ → (.*)$/gm, 'results.push([$1, ($2)]);');
  const results: [unknown, unknown][] = [];
  // oxlint-disable-next-line typescript/no-implied-eval -- the code is that of our own README
  new Function('glossary', 'results', code)(glossary, results);
  return results;
}

test.each(examples)('an example of the README gives what it says: %#', (example) => {
  const results = run(example);
  expect(results.length).toBeGreaterThan(0);
  for (const [actual, said] of results) expect(actual).toEqual(said);
});

test('the README has examples', () => {
  expect(examples).toHaveLength(5);
});
