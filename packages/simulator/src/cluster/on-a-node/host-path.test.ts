import { expect, it } from 'vitest';
import { openCluster } from '../testing/one-node.ts';
import { ask } from '../testing/request.ts';

const mounted = (path: string, type?: string) => ({
  volumes: [{ name: 'h', hostPath: { path, ...(type && { type }) } }],
  containers: [{ name: 'app', volumeMounts: [{ name: 'h', mountPath: '/h' }] }],
});

it('a directory of the node outlives the Pods that write to it, and is a part of the directory above', () => {
  const { run, pass, exec, cluster } = openCluster();
  run({ ...mounted('/data/deep'), terminationGracePeriodSeconds: 1 }, 'first');
  pass(3_000);
  exec('echo kept > /h/file', 'first');
  ask(cluster, 'DELETE', '/api/v1/namespaces/default/pods/first');
  pass(10_000);
  run(mounted('/data', 'Directory'), 'second');
  pass(3_000);
  expect(exec('cat /h/deep/file', 'second')).toBe('kept\n');
});

it('a Pod waits for a directory that must be there, and starts when another Pod has made it', () => {
  const { run, pass, pod, seen } = openCluster();
  run(mounted('/later', 'Directory'), 'waits');
  pass(3_000);
  const fault = 'MountVolume.SetUp failed for volume "h" : hostPath type check failed: /later is not a directory';
  expect(seen.events('waits').some((event) => event.startsWith('FailedMount') && event.endsWith(fault))).toBe(true);
  run(mounted('/later', 'DirectoryOrCreate'), 'makes');
  pass(20_000);
  expect(pod('waits').status?.phase).toBe('Running');
});

it('one file of the node can be a volume', () => {
  const { run, pass, exec } = openCluster();
  run(mounted('/etc/hostname', 'File'));
  pass(3_000);
  expect(exec('cat /h; echo changed > /h; cat /h')).toBe('node-1\nchanged\n');
});
