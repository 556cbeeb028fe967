import { describe, expect, it } from 'vitest';
import { convertedWhenAsked, toCel } from './cel-value.ts';
import { compileExpression } from './expression.ts';

describe('a value for expressions', () => {
  it('has integers where JSON has whole numbers, and leaves out what is undefined', () => {
    const value = { count: 3, share: 0.5, list: [1, 'a'], nothing: undefined, none: null };
    expect(toCel(value)).toEqual({ count: 3n, share: 0.5, list: [1n, 'a'], none: null });
  });

  it('is the same object where there is nothing to convert', () => {
    const value = { labels: { app: 'web' }, names: ['a', 'b'], ports: [{ port: 80 }] };
    const converted = toCel(value) as typeof value;
    expect(converted).not.toBe(value);
    expect(converted.labels).toBe(value.labels);
    expect(converted.names).toBe(value.names);
    expect(converted.ports).toEqual([{ port: 80n }]);
  });
});

describe('a map whose values are converted when asked', () => {
  const facts = {
    restarted: [{ restarts: 2 }],
    get replaced(): never {
      throw new Error('nobody asked');
    },
  };

  it.each([
    ['facts.step.restarted.exists(f, f.restarts > 1)', true],
    ['facts.step.restarted.size() == 0', false],
    ['has(facts.step.evicted)', false],
  ])('gives what an expression looks at, and touches nothing else: %s', (source, value) => {
    const variables = { facts: { step: convertedWhenAsked(facts) } };
    expect(compileExpression(source, 'facts').evaluate(variables)).toEqual({ ok: true, value });
  });
});
