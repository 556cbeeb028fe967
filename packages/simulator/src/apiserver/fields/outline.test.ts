import { describe, expect, it } from 'vitest';
import { changedFields } from './changed-fields.ts';
import { hasOutline, outlineOf } from './outline.ts';

const pod = {
  metadata: { name: 'web-1', labels: { app: 'web' }, ownerReferences: [{ uid: '1', kind: 'ReplicaSet' }] },
  spec: { containers: [{ name: 'app', image: 'nginx:1.29' }], nodeName: null, hostname: undefined },
};
const fieldsOf = (object: unknown) => changedFields('core.Pod', undefined, object).written;

describe('an outline', () => {
  it('does not see what stands in fields: then the fields are the same', () => {
    const other = structuredClone(pod);
    other.metadata.name = 'web-2';
    other.metadata.labels.app = 'other';
    expect(hasOutline(other, outlineOf(pod))).toBe(true);
    expect(fieldsOf(other)).toEqual(fieldsOf(pod));
  });

  it.each<[string, (other: typeof pod) => void]>([
    ['a further name', ({ metadata }) => Object.assign(metadata.labels, { tier: 'front' })],
    ['another name', ({ metadata }) => (metadata.labels = { tier: 'web' } as never)],
    ['null instead of a value', ({ metadata }) => (metadata.name = null as never)],
    ['nothing instead of a value', ({ metadata }) => (metadata.name = undefined as never)],
    ['a map instead of a value', ({ metadata }) => (metadata.name = {} as never)],
    ['a list instead of a map', ({ metadata }) => (metadata.labels = [] as never)],
    ['a value instead of a list', ({ spec }) => (spec.containers = 'none' as never)],
    ['a value instead of null', ({ spec }) => (spec.nodeName = 'a' as never)],
    [
      'an item that is told apart by another name',
      ({ spec }) => Object.assign(spec.containers[0] ?? {}, { name: 'b' }),
    ],
    ['a list that is longer', ({ spec }) => spec.containers.push({ name: 'b', image: 'nginx:1.29' })],
  ])('sees %s', (_, change) => {
    const outline = outlineOf(pod);
    const other = structuredClone(pod);
    change(other);
    expect(hasOutline(other, outline)).toBe(false);
  });

  it('stays as it is when the value changes', () => {
    const other = structuredClone(pod);
    const outline = outlineOf(other);
    other.spec.containers.push({ name: 'b', image: 'nginx:1.29' });
    expect(hasOutline(pod, outline)).toBe(true);
  });
});
