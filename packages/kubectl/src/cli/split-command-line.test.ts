import { describe, expect, it } from 'vitest';
import { splitCommandLine } from './split-command-line.ts';

describe('splitCommandLine', () => {
  it.each([
    ['delete pod x', ['delete', 'pod', 'x']],
    ["  delete pod x -l 'a=b' ", ['delete', 'pod', 'x', '-l', 'a=b']],
    [`exec x -- sh -c "echo \\"a b\\" $HOME"`, ['exec', 'x', '--', 'sh', '-c', 'echo "a b" $HOME']],
    ["a'b c'd", ['ab cd']],
    ["a ''", ['a', '']],
    ['a\\ b', ['a b']],
    [`'it'\\''s'`, ["it's"]],
    ['', []],
  ])('splits %j', (line, words) => {
    expect(splitCommandLine(line)).toEqual(words);
  });

  it('refuses a quote that is not closed', () => {
    expect(() => splitCommandLine("get 'pods")).toThrow("the quote ' must be closed");
  });
});
