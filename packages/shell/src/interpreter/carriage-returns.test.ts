import { describe, expect, it } from 'vitest';
import { runCase } from '../testing/container-run.ts';

/** As Debian's busybox 1.35.0 answered. */
const cases: readonly (readonly [script: string, stdout: string, stderr: string, code: number])[] = [
  ['echo a\r\necho b\r\n', 'a\r\nb\r\n', '', 0],
  ['X=1\r\necho "[$X]"\r\nexit 3\r\n', '[1\r]\r\n', 'sh: exit: line 2: Illegal number: 3\r\n', 2],
  ['if true\r\nthen echo yes\r\nfi\r\n', '', 'sh: syntax error: unexpected end of file (expecting "fi")\n', 2],
  ['if true; then\r\n  echo yes\r\nfi\r\n', '', 'sh: syntax error: unexpected end of file (expecting "then")\n', 2],
  ['for i in 1 2; do\r\n echo $i\r\ndone\r\n', '', 'sh: syntax error: unexpected word (expecting "do")\n', 2],
  ['\r\necho x', 'x\n', 'sh: \r: not found\n', 0],
  ['cat <<E\r\nhi\r\nE\r\n', 'hi\r\n', '', 0],
];

describe('a script written on Windows', () => {
  it.each(cases)('%j', (script, stdout, stderr, code) => {
    const run = runCase(script);
    expect([run.stdout, run.stderr, run.status?.code]).toEqual([stdout, stderr, code]);
  });
});
