import { describe, expect, it } from 'vitest';
import { mergeSchemaOf } from './merge-schema.ts';
import { applyStrategicPatch } from './strategic-merge.ts';

type Json = Record<string, unknown>;

const pod = (containers: Json[], more: Json = {}): Json => ({ kind: 'Pod', spec: { containers, ...more } });

describe('applyStrategicPatch', () => {
  it.each<[string, { kind?: string; original: Json; patch: Json; expected: Json }]>([
    [
      'merges maps and removes nulls',
      {
        original: { metadata: { labels: { a: '1', b: '2' } } },
        patch: { metadata: { labels: { a: null, c: '3' } } },
        expected: { metadata: { labels: { b: '2', c: '3' } } },
      },
    ],
    [
      'merges containers by name',
      {
        original: pod([{ name: 'app', image: 'a', tty: true }]),
        patch: { spec: { containers: [{ name: 'app', image: 'b' }] } },
        expected: pod([{ name: 'app', image: 'b', tty: true }]),
      },
    ],
    [
      'puts an unordered new container first, as Kubernetes does',
      {
        original: pod([{ name: 'a' }, { name: 'b' }]),
        patch: { spec: { containers: [{ name: 'c' }] } },
        expected: pod([{ name: 'c' }, { name: 'a' }, { name: 'b' }]),
      },
    ],
    [
      'orders by $setElementOrder',
      {
        original: pod([{ name: 'a' }, { name: 'b' }]),
        patch: {
          spec: {
            '$setElementOrder/containers': [{ name: 'a' }, { name: 'b' }, { name: 'c' }],
            containers: [{ name: 'c' }],
          },
        },
        expected: pod([{ name: 'a' }, { name: 'b' }, { name: 'c' }]),
      },
    ],
    [
      'deletes an item by $patch: delete',
      {
        original: pod([{ name: 'a' }, { name: 'b' }]),
        patch: { spec: { containers: [{ $patch: 'delete', name: 'a' }] } },
        expected: pod([{ name: 'b' }]),
      },
    ],
    [
      'replaces a list by $patch: replace',
      {
        original: pod([{ name: 'a' }, { name: 'b' }]),
        patch: { spec: { containers: [{ $patch: 'replace' }, { name: 'c' }] } },
        expected: pod([{ name: 'c' }]),
      },
    ],
    [
      'replaces a map by $patch: replace',
      {
        original: { metadata: { labels: { a: '1' } } },
        patch: { metadata: { labels: { $patch: 'replace', b: '2' } } },
        expected: { metadata: { labels: { b: '2' } } },
      },
    ],
    [
      'empties a map by $patch: delete',
      {
        original: { metadata: { labels: { a: '1' } } },
        patch: { metadata: { labels: { $patch: 'delete' } } },
        expected: { metadata: { labels: {} } },
      },
    ],
    [
      'keeps only $retainKeys',
      {
        kind: 'Deployment',
        original: { spec: { strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1 } } } },
        patch: { spec: { strategy: { $retainKeys: ['type'], type: 'Recreate' } } },
        expected: { spec: { strategy: { type: 'Recreate' } } },
      },
    ],
    [
      'adds to and deletes from a set of plain values',
      {
        original: { metadata: { finalizers: ['a', 'b'] } },
        patch: {
          metadata: {
            '$deleteFromPrimitiveList/finalizers': ['a'],
            '$setElementOrder/finalizers': ['b', 'c'],
            finalizers: ['c'],
          },
        },
        expected: { metadata: { finalizers: ['b', 'c'] } },
      },
    ],
    [
      'replaces a list without a merge key',
      {
        original: pod([], { tolerations: [{ key: 'a' }] }),
        patch: { spec: { tolerations: [{ key: 'b' }] } },
        expected: pod([], { tolerations: [{ key: 'b' }] }),
      },
    ],
    [
      'merges the environment inside a template',
      {
        kind: 'Deployment',
        original: { spec: { template: { spec: { containers: [{ name: 'app', env: [{ name: 'A', value: '1' }] }] } } } },
        patch: { spec: { template: { spec: { containers: [{ name: 'app', env: [{ name: 'B', value: '2' }] }] } } } },
        expected: {
          spec: {
            template: {
              spec: {
                containers: [
                  {
                    name: 'app',
                    env: [
                      { name: 'B', value: '2' },
                      { name: 'A', value: '1' },
                    ],
                  },
                ],
              },
            },
          },
        },
      },
    ],
    [
      'takes a new place without its directives',
      {
        original: {},
        patch: { spec: { $retainKeys: ['a'], a: 1, b: null, containers: [{ $patch: 'delete', name: 'x' }] } },
        expected: { spec: { a: 1, containers: [] } },
      },
    ],
  ])('%s', (_, { kind = 'Pod', original, patch, expected }) => {
    const before = structuredClone(original);
    expect(applyStrategicPatch(original, patch, mergeSchemaOf(kind))).toEqual(expected);
    expect(original).toEqual(before);
  });

  it('refuses an item without its merge key', () => {
    expect(() => applyStrategicPatch(pod([{ name: 'a' }]), pod([{ image: 'b' }]), mergeSchemaOf('Pod'))).toThrow(
      'does not contain declared merge key: name',
    );
  });

  it('refuses an unknown directive', () => {
    expect(() => applyStrategicPatch({}, { $patch: 'explode' }, {})).toThrow('Unknown patch type found: "explode"');
  });
});
