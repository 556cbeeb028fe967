import { expect, it } from 'vitest';
import { faultOfName, isUnsaved, takeFolder } from './open-files.ts';

const clean = { name: 'a.yaml', text: 'old', saved: 'old' };
const changed = { name: 'a.yaml', text: 'mine', saved: 'old' };

it.each([
  ['takes a new file in', [], { 'a.yaml': 'old' }, [clean]],
  ['takes what somebody else wrote', [clean], { 'a.yaml': 'new' }, [{ ...clean, text: 'new', saved: 'new' }]],
  ['keeps what the learner has changed', [changed], { 'a.yaml': 'new' }, [{ ...changed, saved: 'new' }]],
  ['lets a file go that is gone', [clean], {}, []],
  ['keeps a changed file that is gone', [changed], {}, [{ ...changed, saved: undefined }]],
])('%s', (_, open, folder, after) => {
  expect(takeFolder(open, new Map(Object.entries(folder)))).toEqual(after);
});

it('knows what is not saved', () => {
  expect([clean, changed, { name: 'new.yaml', text: '', saved: undefined }].map(isUnsaved)).toEqual([
    false,
    true,
    true,
  ]);
});

it.each([
  ['pod.yaml', ''],
  ['a.yml', ''],
  ['pod', 'A name such as'],
  ['../pod.yaml', 'A name such as'],
  ['start.yaml', 'There is a file'],
])('says of %s: %s', (name, fault) => {
  expect((faultOfName(name, ['start.yaml']) ?? '').slice(0, 13)).toBe(fault.slice(0, 13));
});
