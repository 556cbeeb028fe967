import { deepFreeze } from '@podlab/apimachinery';
import { describe, expect, it } from 'vitest';
import { cloneJson, copyShared, shareStructure } from './share-structure.ts';
import { isSharedValue, sharedValue } from './shared-value.ts';

const previous = deepFreeze({ a: { b: [1, { c: 'x' }] }, d: { e: 'f' }, g: null });

describe('a copy that shares', () => {
  it.each<[about: string, value: unknown]>([
    ['nothing changed', { a: { b: [1, { c: 'x' }] }, d: { e: 'f' }, g: null }],
    ['another order of fields', { g: null, d: { e: 'f' }, a: { b: [1, { c: 'x' }] } }],
    ['a changed item', { a: { b: [1, { c: 'y' }] }, d: { e: 'f' }, g: null }],
    ['a longer list', { a: { b: [1, { c: 'x' }, 2] }, d: { e: 'f' }, g: null }],
    ['a field less', { a: { b: [1, { c: 'x' }] }, g: null }],
    ['a field more', { a: { b: [1, { c: 'x' }] }, d: { e: 'f', h: 1 }, g: null }],
    ['a field that is undefined', { a: { b: [1, { c: 'x' }] }, d: undefined, g: null }],
    ['other types', { a: [1], d: null, g: { e: 1 } }],
    ['a field named like a method', { toString: 'x', d: { e: 'f' } }],
  ])('of %s is what cloning and then sharing gives', (_about, value) => {
    const expected = shareStructure(cloneJson(value), previous) as Record<string, unknown>;
    const copy = copyShared(deepFreeze(value), previous) as Record<string, unknown>;
    expect(copy).toEqual(expected);
    expect(copy === previous).toBe(expected === previous);
    for (const key of ['a', 'd'] as const) expect(copy[key] === previous[key]).toBe(expected[key] === previous[key]);
    expect(Object.keys(copy)).toEqual(Object.keys(expected));
  });
});

describe('a shared value', () => {
  it('is one object for all that read the same, without what is undefined', () => {
    const one = sharedValue([{ type: 'Ready', status: 'True', reason: undefined }]);
    expect(one).toBe(sharedValue([{ type: 'Ready', status: 'True' }]));
    expect(one).not.toBe(sharedValue([{ status: 'True', type: 'Ready' }]));
    expect(JSON.stringify(one)).toBe('[{"type":"Ready","status":"True"}]');
    expect([Object.isFrozen(one[0]), isSharedValue(one), isSharedValue([])]).toEqual([true, true, false]);
  });

  it('goes into a copy as it is, unless the counterpart reads the same', () => {
    const conditions = sharedValue([{ type: 'Ready', status: 'True' }]);
    expect(copyShared({ conditions }, { conditions: [] }).conditions).toBe(conditions);
    const before = deepFreeze({ conditions: [{ type: 'Ready', status: 'True' }] });
    expect(copyShared({ conditions }, before)).toBe(before);
  });
});
