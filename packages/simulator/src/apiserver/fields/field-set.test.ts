import { beforeEach, describe, expect, it, test } from 'vitest';
import {
  difference,
  fieldSet,
  intersection,
  isEmptySet,
  isSameSet,
  noFields,
  oneField,
  pathsOf,
  union,
  type FieldSet,
} from './field-set.ts';

const set = (...steps: readonly string[]) =>
  fieldSet(
    false,
    steps.map((step) => [step, oneField] as const),
  );
const inSpec = (isPlaceMember: boolean, ...steps: readonly string[]) =>
  fieldSet(false, [
    [
      'f:spec',
      fieldSet(
        isPlaceMember,
        steps.map((step) => [step, oneField] as const),
      ),
    ],
  ]);

describe('a set of fields', () => {
  // Other tests have filled the table too: it is to be emptied before, not by chance meanwhile.
  beforeEach(() => {
    const old = inSpec(true, 'f:x', 'f:z');
    for (let i = 0; inSpec(true, 'f:x', 'f:z') === old; i += 1) set(`k:{"uid":"filled ${i}"}`);
  });

  it('is what stands in managedFields: steps in order, and a point for a place that belongs to it', () => {
    const labels = fieldSet(true, [
      ['f:b', oneField],
      ['f:a', oneField],
    ]);
    expect(JSON.stringify(labels)).toBe('{".":{},"f:a":{},"f:b":{}}');
    expect(JSON.stringify(fieldSet(false, [['f:labels', labels]]))).toBe('{"f:labels":{".":{},"f:a":{},"f:b":{}}}');
  });

  it('is the same object as one that says the same, in whatever order it was told', () => {
    expect(set('f:a', 'f:b')).toBe(set('f:b', 'f:a'));
    expect(union(set('f:b'), set('f:a'))).toBe(set('f:a', 'f:b'));
    expect(inSpec(true, 'f:x')).not.toBe(inSpec(false, 'f:x'));
  });

  it('leaves out children that are empty, and is empty without any', () => {
    expect(fieldSet(false, [['f:a', noFields]])).toBe(noFields);
    expect(isEmptySet(noFields)).toBe(true);
    expect(isEmptySet(oneField)).toBe(false);
  });

  it('is still the same object after the addresses of many Pods, which are not kept', () => {
    const before = inSpec(true, 'f:x', 'f:z');
    for (let i = 0; i < 10_000; i += 1) {
      const addresses = set(`k:{"ip":"10.0.${i >> 8}.${i & 255}"}`);
      fieldSet(false, [
        [
          'f:status',
          fieldSet(false, [
            ['f:podIPs', addresses],
            ['f:phase', oneField],
          ]),
        ],
      ]);
    }
    expect(inSpec(true, 'f:x', 'f:z')).toBe(before);
  });

  it('says the same also when the table of sets has been emptied meanwhile', () => {
    const before = inSpec(true, 'f:x', 'f:y');
    for (let i = 0; i < 10_000; i += 1) set(`k:{"uid":"${i}"}`);
    const after = inSpec(true, 'f:x', 'f:y');
    expect(after).not.toBe(before);
    expect(isSameSet(before, after)).toBe(true);
    expect(isSameSet(before, inSpec(false, 'f:x', 'f:y'))).toBe(false);
    expect(isSameSet(before, inSpec(true, 'f:x'))).toBe(false);
    expect(isSameSet(inSpec(true, 'f:x'), after)).toBe(false);
  });
});

const cases: readonly {
  readonly a: FieldSet;
  readonly b: FieldSet;
  readonly union: string[];
  readonly difference: string[];
  readonly intersection: string[];
}[] = [
  { a: set('f:a', 'f:b'), b: set('f:b', 'f:c'), union: ['.a', '.b', '.c'], difference: ['.a'], intersection: ['.b'] },
  { a: set('f:a'), b: noFields, union: ['.a'], difference: ['.a'], intersection: [] },
  { a: noFields, b: set('f:a'), union: ['.a'], difference: [], intersection: [] },
  // A place and what is below it are told apart.
  {
    a: inSpec(true, 'f:x'),
    b: set('f:spec'),
    union: ['.spec', '.spec.x'],
    difference: ['.spec.x'],
    intersection: ['.spec'],
  },
  { a: set('f:spec'), b: inSpec(false, 'f:x'), union: ['.spec', '.spec.x'], difference: ['.spec'], intersection: [] },
  {
    a: set('k:{"containerPort":80,"protocol":"TCP"}', 'v:"x"'),
    b: set('v:"x"'),
    union: ['[containerPort=80,protocol="TCP"]', '[="x"]'],
    difference: ['[containerPort=80,protocol="TCP"]'],
    intersection: ['[="x"]'],
  },
];

test.each(cases)('union, difference and intersection of $a and $b', ({ a, b, ...expected }) => {
  expect({
    union: pathsOf(union(a, b)),
    difference: pathsOf(difference(a, b)),
    intersection: pathsOf(intersection(a, b)),
  }).toEqual(expected);
});
