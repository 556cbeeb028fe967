import { expect, it } from 'vitest';
import { deepFreeze } from './deep-freeze.ts';
import { shareParts } from './share-parts.ts';

const other = deepFreeze({
  spec: { containers: [{ name: 'a', ports: [80] }, { name: 'b' }] },
  labels: { x: '1', y: '2' },
});

it('takes over the parts that read the same, and nothing else', () => {
  const value = { spec: { containers: [{ name: 'a', ports: [80] }, { name: 'c' }] }, labels: { x: '1', y: '2' } };
  const shared = shareParts(value, other);
  expect(shared).toBe(value);
  expect(shared).toEqual({
    spec: { containers: [{ name: 'a', ports: [80] }, { name: 'c' }] },
    labels: { x: '1', y: '2' },
  });
  expect(shared.labels).toBe(other.labels);
  expect(shared.spec.containers[0]).toBe(other.spec.containers[0]);
  expect(shared.spec.containers[1]).not.toBe(other.spec.containers[1]);
});

it('is the other when all reads the same', () => {
  expect(shareParts(structuredClone(other), other)).toBe(other);
});

it.each([
  ['in another order', { labels: { y: '2', x: '1' } }],
  ['with one more field', { labels: { x: '1', y: '2', z: '3' } }],
  ['with one less', { labels: { x: '1' } }],
  ['of another kind', { labels: ['1', '2'] }],
])('keeps fields %s', (_, value) => {
  const text = JSON.stringify(value);
  const shared = shareParts(value, other);
  expect(JSON.stringify(shared)).toBe(text);
  expect(shared.labels).not.toBe(other.labels);
});

it('leaves alone what is frozen', () => {
  const value = deepFreeze({ labels: { x: '1', y: '3' }, spec: structuredClone(other.spec) });
  const text = JSON.stringify(value);
  expect(shareParts(value, other)).toBe(value);
  expect(JSON.stringify(value)).toBe(text);
});
