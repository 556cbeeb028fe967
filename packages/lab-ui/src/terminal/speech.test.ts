import { expect, it } from 'vitest';
import { sayOutput, sayPrinted } from './speech.ts';

it.each<[string, string, number, string]>([
  ['all of it', 'pod/web created\n', 0, 'pod/web created'],
  ['that there was nothing', '', 0, 'Done, no output.'],
  ['how it failed', 'not found\n', 1, 'Exit code 1. not found'],
  ['that it failed without a word', '', 130, 'Exit code 130. No output.'],
])('says %s', (_, output, exitCode, said) => {
  expect(sayOutput(output, exitCode)).toBe(said);
});

it('cuts long output at 600 characters and says so', () => {
  const said = sayOutput('x'.repeat(601), 0);
  expect(said).toBe(`${'x'.repeat(600)} … output truncated for speech.`);
  expect(sayOutput('x'.repeat(600), 0)).toBe('x'.repeat(600));
});

it.each<[string, string, string, string]>([
  ['the first prompt', '', '/ # ', '/ #'],
  ['nothing while a line is typed', '/ # ', '/ # ls', ''],
  ['what a line printed, without the line', '/ # ', '/ # ls\nbin\netc\n/ # ', 'bin\netc\n/ #'],
  ['all of a screen that was drawn anew', '/ # ls\nbin\n', 'top\n', 'top'],
])('of a container says %s', (_, before, now, said) => {
  expect(sayPrinted(before, now)).toBe(said);
});
