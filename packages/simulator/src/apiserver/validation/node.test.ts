import type { NodeSpec } from 'kubernetes-types/core/v1';
import { expect, it } from 'vitest';
import { agreeOnRanges, validateNode, validateNodeUpdate } from './node.ts';

const metadata = { name: 'a', uid: 'u', resourceVersion: '1', creationTimestamp: '' };
const old = {
  apiVersion: 'v1' as const,
  kind: 'Node' as const,
  metadata,
  spec: { podCIDR: '10.244.1.0/24', podCIDRs: ['10.244.1.0/24'], providerID: 'kind://a' },
};
const moved = 'spec.podCIDRs: Forbidden: node updates may not change podCIDR except from "" to valid';

it.each<[string, NodeSpec, string[]]>([
  ['nothing', {}, []],
  ['another range', { podCIDR: '10.9.0.0/24' }, [moved]],
  ['a list of other ranges, which the range goes before', { podCIDRs: ['10.9.0.0/24'] }, []],
  ['the list alone', { podCIDR: '' }, []],
  ['no range', { podCIDR: '', podCIDRs: [] }, [moved]],
  [
    'another provider',
    { providerID: 'x' },
    ['spec.providerID: Forbidden: node updates may not change providerID except from "" to valid'],
  ],
])('a node may change to %s', (_what, spec, faults) => {
  const node = { ...old, spec: { ...old.spec, ...spec } };
  agreeOnRanges(node);
  expect(validateNodeUpdate(node, old).map(({ field, body }) => `${field}: ${body}`)).toEqual(faults);
});

const at = 'metadata.taints[0]';
it.each([
  [[{ key: 'a', effect: 'NoSchedule' }], []],
  [
    [{ key: 'a', effect: 'Nope' }],
    [`${at}.effect: Unsupported value: "Nope": supported values: "NoSchedule", "PreferNoSchedule", "NoExecute"`],
  ],
  [[{ key: 'a', effect: '' }], [`${at}.effect: Required value`]],
  [
    [
      { key: 'b', effect: 'NoExecute' },
      { key: 'b', effect: 'NoExecute', value: 'y' },
      { key: 'b', effect: 'NoSchedule' },
    ],
    [
      'metadata.taints[1]: Duplicate value: {"Key":"b","Value":"y","Effect":"NoExecute","TimeAdded":null}: taints must be unique by key and effect pair',
    ],
  ],
])('taints %j', (taints, faults) => {
  const found = validateNode({ metadata, spec: { taints } });
  expect(found.map(({ field, body }) => `${field}: ${body}`)).toEqual(faults);
});
