import { expect, test } from 'vitest';
import { findOutputWords, type OutputWord } from './output-terms.ts';

const words: readonly OutputWord[] = [
  { word: 'CrashLoopBackOff', id: 'crash', kind: 'status' },
  { word: 'Error', id: 'error', kind: 'status' },
  { word: 'restartPolicy', id: 'policy', kind: 'field' },
];

const found = (line: string) => findOutputWords(line, words).map(({ start, end }) => line.slice(start, end));

test.each([
  ['web   0/1     CrashLoopBackOff   3 (10s ago)   1m', ['CrashLoopBackOff']],
  ['web   0/1     Init:CrashLoopBackOff   3   1m', ['CrashLoopBackOff']],
  ['      Reason:       Error', ['Error']],
  ['  restartPolicy: Always', ['restartPolicy']],
  ['Error from server (NotFound): pods "x" not found', []],
  ['error-pod  1/1  Running', []],
  ['Error: unknown flag', []],
  ['spec.restartPolicy', []],
  ['restartPolicyRules: []', []],
  ['web  0/1  Error\r', ['Error']],
])('in %j', (line, expected) => {
  expect(found(line)).toEqual(expected);
});
