import { expect, it } from 'vitest';
import { createFakeCluster } from '../testing/fake-cluster.ts';
import { completeKubectl } from './complete.ts';

const { transport, put } = createFakeCluster();
const pod = (name: string, namespace = 'lab') => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace },
  spec: { containers: [{ name: 'app' }, { name: 'side' }], initContainers: [{ name: 'first' }] },
});
put(pod('web-1'));
put(pod('db-1'));
put(pod('elsewhere', 'other'));
put({ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web', namespace: 'lab' } });
put({ apiVersion: 'v1', kind: 'Node', metadata: { name: 'node-1' } });
put({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'other' } });

const complete = (line: string) =>
  completeKubectl(line.split(' '), { transport, namespace: 'lab', signal: new AbortController().signal });

it.each([
  ['de', ['debug', 'delete', 'describe']],
  ['rollout s', ['status']],
  ['get dep', ['deployments']],
  ['get po ', ['db-1', 'web-1']],
  ['get pods/w', ['pods/web-1']],
  ['-n other get pods ', ['elsewhere']],
  ['get --wat', ['--watch', '--watch-only']],
  ['get pods -o js', ['json', 'jsonpath=']],
  ['get pods -n o', ['other']],
  ['logs w', ['web-1']],
  ['logs web-1 -c ', ['app', 'first', 'side']],
  ['exec -it web-1 -c s', ['side']],
  ['drain ', ['node-1']],
  ['rollout restart deployment ', ['web']],
  ['get nosuch ', []],
])('`kubectl %s` can go on with %j', async (line, expected) => {
  const { candidates } = await complete(line);
  expect(candidates.map(({ text }) => text).sort()).toEqual(expected);
});

it('says where a file may stand', async () => {
  const files = await Promise.all(['apply -f st', 'exec web-1 -- ', 'get po'].map(complete));
  expect(files.map((found) => found.files)).toEqual([true, true, false]);
});
