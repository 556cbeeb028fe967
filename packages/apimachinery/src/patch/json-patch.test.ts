import { describe, expect, it } from 'vitest';
import { applyJsonPatch } from './json-patch.ts';
import { applyMergePatch } from './merge-patch.ts';

describe('applyJsonPatch', () => {
  it('patches a copy', () => {
    const target = { a: [1, 2], b: { c: 3 } };
    const patch = [
      { op: 'test', path: '/b/c', value: 3 },
      { op: 'add', path: '/a/-', value: 4 },
      { op: 'remove', path: '/a/0' },
      { op: 'move', from: '/b/c', path: '/d' },
    ];
    expect(applyJsonPatch(target, patch)).toEqual({ a: [2, 4], b: {}, d: 3 });
    expect(target).toEqual({ a: [1, 2], b: { c: 3 } });
  });

  it('may replace all', () => {
    expect(applyJsonPatch({ a: 1 }, [{ op: 'replace', path: '', value: { b: 2 } }])).toEqual({ b: 2 });
  });

  it('replaces also a field that is not there, but nothing in one', () => {
    expect(applyJsonPatch({ a: 1 }, [{ op: 'replace', path: '/b', value: 2 }])).toEqual({ a: 1, b: 2 });
    expect(() => applyJsonPatch({ a: [1] }, [{ op: 'replace', path: '/a/5', value: 2 }])).toThrow(/does not apply/);
  });

  it.each([
    ['TEST_FAILED', [{ op: 'test', path: '/a', value: 2 }]],
    ['MISSING', [{ op: 'remove', path: '/x' }]],
    ['MISSING', [{ op: 'replace', path: '/x/y', value: 1 }]],
    ['MALFORMED', { op: 'remove', path: '/a' }],
    ['UNKNOWN_OPERATION', [{ op: 'explode', path: '/a' }]],
    ['MISSING', [{ op: 'add', value: 1 }]],
  ])('refuses with %s: %j', (code, patch) => {
    expect(() => applyJsonPatch({ a: 1 }, patch)).toThrow(expect.objectContaining({ code }));
  });

  it.each([
    [{ op: 'add' }, 'object into Go value of type []handlers.jsonPatchOp'],
    [true, 'bool into Go value of type []handlers.jsonPatchOp'],
    [['add'], 'string into Go value of type handlers.jsonPatchOp'],
    [[{ op: 'add', path: 5 }], 'number into Go struct field jsonPatchOp.path of type string'],
    [[{ op: [], path: '/a' }], 'array into Go struct field jsonPatchOp.op of type string'],
  ])('is malformed: %j', (patch, says) => {
    const message = `json: cannot unmarshal ${says}`;
    expect(() => applyJsonPatch({ a: 1 }, patch)).toThrow(expect.objectContaining({ code: 'MALFORMED', message }));
  });
});

describe('applyMergePatch', () => {
  it.each([
    [{ a: 'b' }, { a: 'c' }, { a: 'c' }],
    [{ a: 'b', b: 'c' }, { a: null }, { b: 'c' }],
    [{ a: ['b'] }, { a: 'c' }, { a: 'c' }],
    [{ a: { b: 'c' } }, { a: { b: 'd', c: null } }, { a: { b: 'd' } }],
    [{ a: [{ b: 'c' }] }, { a: [1] }, { a: [1] }],
    ['text', { a: { b: null } }, { a: {} }],
    [{ a: 1 }, ['x'], ['x']],
  ])('%j with %j is %j', (target, patch, expected) => {
    expect(applyMergePatch(target, patch)).toEqual(expected);
  });
});
