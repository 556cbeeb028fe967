import { describe, expect, it } from 'vitest';
import { type AnyCondition, setCondition } from './conditions.ts';
import { deepEqual } from './deep-equal.ts';
import { controllerOf } from './owners.ts';

describe('setCondition', () => {
  const before: AnyCondition[] = [{ type: 'Ready', status: 'False', reason: 'Starting', lastTransitionTime: 't0' }];

  it('moves lastTransitionTime only when the status changes', () => {
    expect(setCondition(before, { type: 'Ready', status: 'False', reason: 'Other' }, 't1')).toEqual([
      { type: 'Ready', status: 'False', reason: 'Other', lastTransitionTime: 't0' },
    ]);
    expect(setCondition(before, { type: 'Ready', status: 'True' }, 't1')).toEqual([
      { type: 'Ready', status: 'True', lastTransitionTime: 't1' },
    ]);
  });

  it('adds a new type at the end', () => {
    expect(setCondition(before, { type: 'Other', status: 'True' }, 't1').map(({ type }) => type)).toEqual([
      'Ready',
      'Other',
    ]);
    expect(setCondition(undefined, { type: 'Ready', status: 'True' }, 't1')).toHaveLength(1);
  });
});

describe('deepEqual', () => {
  it.each<[unknown, unknown, boolean]>([
    [{ a: 1, b: [1, { c: 2 }] }, { b: [1, { c: 2 }], a: 1 }, true],
    [{ a: 1, b: undefined }, { a: 1 }, true],
    [{ a: null }, {}, false],
    [[1, 2], [2, 1], false],
    [[], {}, false],
    ['1', 1, false],
  ])('%j and %j: %j', (a, b, expected) => {
    expect(deepEqual(a, b)).toBe(expected);
  });
});

describe('controllerOf', () => {
  it('is the one owner that manages the object', () => {
    const owner = (uid: string, controller: boolean) => ({ apiVersion: 'v1', kind: 'X', name: uid, uid, controller });
    expect(controllerOf({ metadata: { ownerReferences: [owner('a', false), owner('b', true)] } })?.uid).toBe('b');
    expect(controllerOf({ metadata: {} })).toBeUndefined();
  });
});
