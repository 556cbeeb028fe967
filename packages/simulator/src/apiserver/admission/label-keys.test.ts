import type { Pod } from 'kubernetes-types/core/v1';
import { expect, it } from 'vitest';
import { mergeLabelKeys } from './label-keys.ts';

const selector = { matchLabels: { app: 'web' } };
const keys = { matchLabelKeys: ['hash', 'none'], mismatchLabelKeys: ['tenant'] };
const term = (more: object) => ({ topologyKey: 'zone', ...more });

it.each([
  ['nothing without keys', { labelSelector: selector }, selector],
  ['nothing without a selector', keys, undefined],
  [
    'the values of the labels that the Pod has',
    { labelSelector: { ...selector, matchExpressions: [{ key: 'a', operator: 'Exists' }] }, ...keys },
    {
      ...selector,
      matchExpressions: [
        { key: 'a', operator: 'Exists' },
        { key: 'hash', operator: 'In', values: ['1'] },
        { key: 'tenant', operator: 'NotIn', values: ['x'] },
      ],
    },
  ],
])('adds %s', (_, more, merged) => {
  // Each term has a selector of its own.
  const pod = JSON.parse(
    JSON.stringify({
      metadata: { labels: { hash: '1', tenant: 'x' } },
      spec: {
        containers: [],
        affinity: {
          podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [term(more)] },
          podAntiAffinity: {
            preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 1, podAffinityTerm: term(more) }],
          },
        },
        topologySpreadConstraints: [{ maxSkew: 1, whenUnsatisfiable: 'DoNotSchedule', ...term(more) }],
      },
    }),
  ) as Pod;
  mergeLabelKeys(pod);
  const { affinity, topologySpreadConstraints } = pod.spec ?? {};
  expect([
    affinity?.podAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.[0]?.labelSelector,
    affinity?.podAntiAffinity?.preferredDuringSchedulingIgnoredDuringExecution?.[0]?.podAffinityTerm.labelSelector,
    topologySpreadConstraints?.[0]?.labelSelector,
  ]).toEqual([merged, merged, merged]);
});
