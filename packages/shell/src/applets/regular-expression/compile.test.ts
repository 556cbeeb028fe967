import { describe, expect, it } from 'vitest';
import { compileRegExp } from './compile.ts';
import { PatternError } from './pattern-error.ts';

describe('compileRegExp', () => {
  it.each([
    ['foo|foobar', 'foobar', 'foobar'],
    ['(a|ab)(c|bcd)(d*)', 'abcd', 'abcd'],
    ['(x|xy|xyx|yz)+', 'xyxyz', 'xyxyz'],
    ['a?(ab)?', 'ab', 'ab'],
    ['(a|b)*c|(a|ab)*c', 'abac', 'abac'],
    ['x*', 'aaa', ''],
    ['[]x]+', 'a]x', ']x'],
    ['a{2}{2}', 'aaaaa', 'aaaa'],
    ['*a', 'a', 'a'],
  ])('%s matches the longest of %s', (pattern, text, whole) => {
    expect(compileRegExp(pattern, 'lenient', '').exec(text)?.[0]).toBe(whole);
  });

  it('gives the groups of the longest match, alternatives in their order', () => {
    const found = compileRegExp('(a?)(ab)?', true, '').exec('ab');
    expect([...(found ?? [])]).toEqual(['ab', '', 'ab']);
  });

  it('begins anew after a match: what came before is not seen, and it is not the start', () => {
    expect('foo bar'.replace(compileRegExp('\\<.', false, 'g'), 'X')).toBe('XXX XXX');
    expect('aab'.replace(compileRegExp('^a\\|\\<b', false, 'g'), 'X')).toBe('Xab');
  });

  it.each(['*a', '^*a', '(+a)', 'a|?', '{1}a'])('refuses %s, unless it is lenient', (pattern) => {
    expect(() => compileRegExp(pattern, true, '')).toThrow(PatternError);
    expect(() => compileRegExp(pattern, 'lenient', '')).not.toThrow();
  });

  it.each(['\\(', 'a\\{', 'a\\{2,1\\}', '[a', '[[:foo:]]', '[z-a]', 'a\\', '\\(a\\)\\2'])('refuses %s', (pattern) => {
    expect(() => compileRegExp(pattern, false, '')).toThrow(PatternError);
  });
});
