import { describe, expect, it } from 'vitest';
import { splitWords } from './split-words.ts';

describe('splitting a command line', () => {
  it.each([
    ['get pods', ['get', 'pods']],
    ['  get   pods  ', ['get', 'pods']],
    ['', []],
    [`exec web -- sh -c 'kill 1; echo "$HOME"'`, ['exec', 'web', '--', 'sh', '-c', 'kill 1; echo "$HOME"']],
    [`label pod web "app=a b" x=''`, ['label', 'pod', 'web', 'app=a b', 'x=']],
    [`a"b"'c'd`, ['abcd']],
    ['one\\ word "q\\"q" "keeps\\n"', ['one word', 'q"q', 'keeps\\n']],
  ])('%j gives %j', (line, words) => {
    expect(splitWords(line)).toEqual(words);
  });

  it('says when a quote is not closed', () => {
    expect(() => splitWords("get 'pods")).toThrow(/not closed/);
  });
});
