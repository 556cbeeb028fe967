import { describe, expect, it } from 'vitest';
import { formatSelector, matchesSelector, selectorOf } from './label-selector.ts';
import { parseSelector } from './parse-selector.ts';

describe('parseSelector', () => {
  it.each<[string, Record<string, string>, boolean]>([
    ['', { a: 'b' }, true],
    ['a=b', { a: 'b' }, true],
    ['a==b', { a: 'c' }, false],
    ['a!=b', {}, true],
    ['a!=b', { a: 'b' }, false],
    ['a in (x,y), !d', { a: 'y' }, true],
    ['a in (x,y),!d', { a: 'y', d: '' }, false],
    ['a notin (x)', {}, true],
    ['a notin (x)', { a: 'x' }, false],
    ['a', { a: '' }, true],
    ['a', {}, false],
    ['a=', { a: '' }, true],
    ['a in (,b)', { a: '' }, true],
    ['a in ()', { a: '' }, true],
    ['n>3', { n: '4' }, true],
    ['n<3', { n: '4' }, false],
    ['n>3', { n: 'many' }, false],
    ['app.kubernetes.io/name = web', { 'app.kubernetes.io/name': 'web' }, true],
    ['in in (in)', { in: 'in' }, true],
  ])('%j on %j is %j', (text, labels, expected) => {
    expect(matchesSelector(parseSelector(text), labels)).toBe(expected);
  });

  it.each([
    [',', "found ',', expected: !, identifier, or 'end of string'"],
    ['a,', "found '', expected: identifier after ','"],
    ['a b', "unable to parse requirement: found 'b', expected: in, notin, =, ==, !=, gt, lt"],
    ['a in b', "unable to parse requirement: found 'b' expected: '('"],
    ['a in (b', "unable to parse requirement: found '', expected: ',' or ')'"],
    ['a=b c', "found 'c', expected: ',' or 'end of string'"],
    ['!', "unable to parse requirement: found '', expected: identifier"],
    ['a=(', "unable to parse requirement: found '(', expected: identifier"],
    [
      'a=b_',
      'unable to parse requirement: values[0][a]: Invalid value: "b_": a valid label must be an empty string or consist of ' +
        "alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  " +
        "or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')",
    ],
  ])('refuses %j in the words of Kubernetes', (text, message) => {
    expect(() => parseSelector(text)).toThrow(message);
  });

  it('prints requirements in order of their keys', () => {
    expect(formatSelector(parseSelector('b!=1,a in (y,x),!c,d'))).toBe('a in (x,y),b!=1,!c,d');
  });
});

describe('selectorOf', () => {
  it('joins matchLabels and matchExpressions', () => {
    const selector = selectorOf({
      matchLabels: { app: 'web' },
      matchExpressions: [
        { key: 'tier', operator: 'In', values: ['a', 'b'] },
        { key: 'old', operator: 'DoesNotExist' },
      ],
    });
    expect(formatSelector(selector)).toBe('app=web,!old,tier in (a,b)');
  });

  it('selects everything when empty', () => {
    expect(matchesSelector(selectorOf({}), undefined)).toBe(true);
  });

  it('refuses an operator it does not know', () => {
    expect(() => selectorOf({ matchExpressions: [{ key: 'a', operator: 'Like', values: ['b'] }] })).toThrow(
      '"Like" is not a valid label selector operator',
    );
  });
});
