import { expect, it } from 'vitest';
import { deepFreeze } from './deep-freeze.ts';

it('freezes maps and lists at every depth, and gives back the same value', () => {
  const inner = { ports: [{ port: 80 }], empty: null };
  const value = { spec: { containers: [inner], names: ['a'] } };
  expect(deepFreeze(value)).toBe(value);
  const parts = [value, value.spec, value.spec.containers, value.spec.names, inner, inner.ports, inner.ports[0]];
  expect(parts.map((part) => Object.isFrozen(part))).toEqual(parts.map(() => true));
});

it('does not look into what is frozen already', () => {
  const open = { a: 1 };
  deepFreeze({ frozen: Object.freeze({ open }) });
  expect(Object.isFrozen(open)).toBe(false);
});

it('gives back what is no object', () => {
  expect([deepFreeze('text'), deepFreeze(null)]).toEqual(['text', null]);
});
