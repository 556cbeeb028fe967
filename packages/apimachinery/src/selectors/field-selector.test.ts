import { describe, expect, it } from 'vitest';
import { formatFieldSelector, matchesFieldSelector, parseFieldSelector } from './field-selector.ts';

const pod: Readonly<Record<string, string>> = { 'status.phase': 'Running', 'metadata.name': 'a,b' };

describe('field selectors', () => {
  it.each([
    ['', true],
    ['status.phase=Running', true],
    ['status.phase==Running', true],
    ['status.phase!=Running', false],
    ['status.phase!=Failed,status.phase!=Succeeded', true],
    ['spec.nodeName=', true],
    ['metadata.name=a\\,b', true],
  ])('%j: %j', (text, expected) => {
    const selector = parseFieldSelector(text);
    expect(matchesFieldSelector(selector, (field) => pod[field] ?? '')).toBe(expected);
    expect(parseFieldSelector(formatFieldSelector(selector))).toEqual(selector);
  });

  it('refuses what it cannot understand', () => {
    expect(() => parseFieldSelector('a=b,colour')).toThrow("invalid selector: 'a=b,colour'; can't understand 'colour'");
  });
});
