import { expect, it } from 'vitest';
import { createTestServer, podManifest } from '../testing/test-server.ts';

const path = '/api/v1/namespaces/default/pods';
const slow = {
  metadata: { name: 'slow' },
  handler: 'runsc',
  overhead: { podFixed: { cpu: '100m' } },
  scheduling: { nodeSelector: { os: 'linux' }, tolerations: [{ key: 'slow', operator: 'Exists' }] },
};

function created(spec: object) {
  const { send } = createTestServer();
  send('POST', '/apis/node.k8s.io/v1/runtimeclasses', { body: slow });
  send('POST', '/api/v1/namespaces/default/serviceaccounts', { body: { metadata: { name: 'default' } } });
  return send('POST', path, { body: podManifest('a', spec) }).json;
}

it('a Pod gets what its class says', () => {
  const { overhead, nodeSelector, tolerations } = created({
    runtimeClassName: 'slow',
    nodeSelector: { zone: 'a' },
  }).spec;
  expect({ overhead, nodeSelector, last: tolerations.at(-1) }).toEqual({
    overhead: { cpu: '100m' },
    nodeSelector: { zone: 'a', os: 'linux' },
    last: { key: 'slow', operator: 'Exists' },
  });
});

// As a cluster of v1.36.3 answered kubectl.
it.each([
  [{ runtimeClassName: 'nope' }, 'pod rejected: RuntimeClass "nope" not found'],
  [{ overhead: { cpu: '1m' } }, 'pod rejected: Pod Overhead set without corresponding RuntimeClass defined Overhead'],
  [
    { runtimeClassName: 'slow', overhead: { cpu: '1m' } },
    "pod rejected: Pod's Overhead doesn't match RuntimeClass's defined Overhead",
  ],
  [
    { runtimeClassName: 'slow', nodeSelector: { os: 'windows' } },
    'conflict: runtimeClass.scheduling.nodeSelector[os] = linux; pod.spec.nodeSelector[os] = windows',
  ],
])('%j is refused', (spec, why) => {
  expect(created(spec).message).toBe(`pods "a" is forbidden: ${why}`);
});

it.each([
  [{ handler: '' }, 'handler: Required value'],
  [
    { overhead: { podFixed: { cpu: '-1' } } },
    'overhead.limits[cpu]: Invalid value: "-1": must be greater than or equal to 0',
  ],
  [
    {
      scheduling: {
        tolerations: [
          { key: 'a', operator: 'Exists' },
          { key: 'a', operator: 'Exists' },
        ],
      },
    },
    'scheduling.tolerations[1]: Duplicate value: ',
  ],
])('a class %j is invalid', (fields, why) => {
  const { json } = createTestServer().send('POST', '/apis/node.k8s.io/v1/runtimeclasses', {
    body: { ...slow, ...fields },
  });
  expect(json.message).toContain(`RuntimeClass.node.k8s.io "slow" is invalid: ${why}`);
});
