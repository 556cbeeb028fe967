import { expect, it } from 'vitest';
import { drawLedger } from './ledger-tables.ts';

it('draws a table per kind, in their order, and marks what is told', () => {
  const text = { here: 'a | b', why: 'because', sentence: 'So it is.' };
  const drawn = drawLedger([
    { id: 'F-02', kind: 'missing', ...text },
    { id: 'F-01', kind: 'refused', ...text, there: 'c', metBy: { path: /x/ } },
  ]);
  expect(drawn.split('\n').filter((line) => /^(##|\| F)/.test(line))).toEqual([
    '## Refused, with a message',
    '| F-01 | a \\| b | c | because | So it is. *(told)* |',
    '## Different, and visible',
    '## Missing without a message',
    '| F-02 | a \\| b |  | because | So it is. |',
  ]);
});
