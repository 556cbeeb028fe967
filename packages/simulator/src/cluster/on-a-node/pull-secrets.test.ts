import { expect, it } from 'vitest';
import { openCluster } from '../testing/one-node.ts';
import { ask } from '../testing/request.ts';

it('a Pod whose pull secret is missing is told of it and runs all the same', () => {
  const { run, pass, pod, seen, cluster } = openCluster();
  ask(cluster, 'POST', '/api/v1/namespaces/default/secrets', { metadata: { name: 'here' } });
  run({ imagePullSecrets: [{ name: 'here' }, { name: 'one' }, { name: 'two' }] });
  pass(3_000);
  const told = seen.events('web').filter((event) => event.startsWith('FailedToRetrieveImagePullSecret'));
  expect(told.at(-1)).toContain(
    'Unable to retrieve some image pull secrets (one, two); attempting to pull the image may not succeed.',
  );
  expect(pod().status?.phase).toBe('Running');
});
