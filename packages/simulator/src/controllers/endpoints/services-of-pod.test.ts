import { expect, it } from 'vitest';
import type { StoredOf } from '../../apiserver/local-api.ts';
import { concernsEndpoints } from './services-of-pod.ts';

const labels = { app: 'web' };

function pod(fields: {
  ready?: string;
  phase?: string;
  podIP?: string;
  nodeName?: string;
  deletionTimestamp?: string;
}) {
  const { ready = 'False', phase = 'Running', podIP = '10.244.0.5', nodeName = 'node', deletionTimestamp } = fields;
  return {
    metadata: { name: 'web', labels, ...(deletionTimestamp && { deletionTimestamp }) },
    spec: { containers: [], nodeName },
    status: { phase, podIP, conditions: [{ type: 'Ready', status: ready, reason: phase }] },
  } as unknown as StoredOf<'pods'>;
}

it.each<[string, Parameters<typeof pod>[0], Parameters<typeof pod>[0], boolean]>([
  ['a Pod that becomes ready', {}, { ready: 'True' }, true],
  ['a ready Pod that ends', { ready: 'True' }, { phase: 'Failed' }, true],
  ['a Pod that ends and was not ready', {}, { phase: 'Failed' }, false],
  ['a Pod that gets its address', { podIP: '' }, {}, true],
  ['a Pod that is being deleted', {}, { deletionTimestamp: '1970-01-01T00:00:00Z' }, true],
  ['a Pod that gets its node', { nodeName: '', podIP: '' }, { podIP: '' }, true],
])('the Services of %s', (_, before, after, expected) => {
  expect(concernsEndpoints(pod(before), pod(after))).toBe(expected);
});

it('the Services of a Pod with other labels', () => {
  const other = pod({});
  expect(concernsEndpoints(pod({}), { ...other, metadata: { ...other.metadata, labels: {} } })).toBe(true);
});
