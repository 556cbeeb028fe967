import { describe, expect, it } from 'vitest';
import { readManifest } from './read-manifest.ts';

const path = '/etc/kubernetes/manifests/web.yaml';
const read = (text: string, nodeName = 'node-1') => readManifest({ path, text }, nodeName, 0);
const pod = (spec: string, metadata = 'name: web') =>
  `apiVersion: v1\nkind: Pod\nmetadata: {${metadata}}\nspec:\n  containers: [{name: app, image: "busybox:1.37"}]\n${spec}`;
const taken = (text: string) => {
  const verdict = read(text);
  if (!('pod' in verdict)) throw new Error(verdict.fault);
  return verdict.pod;
};

describe('a static Pod', () => {
  it('has the name of its node behind its own, is on that node, and tolerates whatever evicts', () => {
    const { metadata, spec, status } = taken(pod('', 'name: web, labels: {app: web}'));
    expect(metadata).toMatchObject({
      name: 'web-node-1',
      namespace: 'default',
      labels: { app: 'web' },
      annotations: { 'kubernetes.io/config.source': 'file', 'kubernetes.io/config.hash': metadata.uid },
    });
    expect(metadata.uid).toMatch(/^[0-9a-f]{32}$/);
    expect(spec).toMatchObject({
      nodeName: 'node-1',
      restartPolicy: 'Always',
      tolerations: [{ operator: 'Exists', effect: 'NoExecute' }],
    });
    expect(status).toEqual({ phase: 'Pending', qosClass: 'BestEffort' });
  });

  it('is another one when its file says something else, and the same one when it does not', () => {
    const [first, again, other] = ['', '', '  hostNetwork: true'].map((spec) => taken(pod(spec)).metadata.uid);
    expect(again).toBe(first);
    expect(other).not.toBe(first);
  });

  it('may be written in JSON', () => {
    const json = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web' }, spec: taken(pod('')).spec };
    expect(taken(JSON.stringify(json)).metadata.name).toBe('web-node-1');
  });
});

it.each([
  ['nothing', '', 'the file is empty'],
  ['no YAML', 'a: [', 'Flow sequence'],
  ['another kind', 'apiVersion: v1\nkind: Service', 'invalid pod: "Service"'],
  ['no name', pod('', ''), 'metadata.name: Required value'],
  ['a wrong type', pod('  hostNetwork: 5'), 'cannot unmarshal number'],
  ['no image', pod('').replace(', image: "busybox:1.37"', ''), 'invalid pod: spec.containers[0].image'],
  ['a ConfigMap', pod('  volumes: [{name: v, configMap: {name: x}}]'), 'static pods may not reference configmaps'],
  [
    'a Secret in a variable',
    pod('').replace('name: app', 'name: app, env: [{name: A, valueFrom: {secretKeyRef: {name: x, key: y}}}]'),
    'static pods may not reference secrets',
  ],
  ['a service account', pod('  serviceAccountName: x'), 'static pods may not reference serviceaccounts'],
  [
    'a claim',
    pod('  volumes: [{name: v, persistentVolumeClaim: {claimName: x}}]'),
    'static pods may not reference persistentvolumeclaims',
  ],
])('a file with %s makes no Pod', (_, text, fault) => {
  const verdict = read(text);
  expect('fault' in verdict ? verdict.fault : 'a Pod').toContain(fault);
});
