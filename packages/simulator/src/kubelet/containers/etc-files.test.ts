import { expect, it } from 'vitest';
import { hostnameOf, hostsFile } from './etc-files.ts';
import type { StoredPod } from '../pod-types.ts';

const full = 'box.things.lab.svc.cluster.local';

it.each<[string, object, string, string]>([
  ['a Pod', {}, 'web', 'web'],
  ['one with a name of its own', { hostname: 'box' }, 'box', 'box'],
  ['one in a domain', { hostname: 'box', subdomain: 'things' }, 'box', `${full}\tbox`],
  [
    'one that is called in full',
    { hostname: 'box', subdomain: 'things', setHostnameAsFQDN: true },
    full,
    `${full}\tbox`,
  ],
  ['one that is called in full and has no domain', { setHostnameAsFQDN: true }, 'web', 'web'],
  [
    'one whose name is overridden',
    { hostname: 'box', subdomain: 'things', hostnameOverride: 'other' },
    'other',
    'other',
  ],
  ['one of the node’s network', { hostNetwork: true }, 'node', 'node'],
  ['one whose name is too long', { hostname: `${'a'.repeat(61)}--b` }, 'a'.repeat(61), 'a'.repeat(61)],
])('the names of %s', (_, fields, hostname, inHosts) => {
  const pod = {
    metadata: { name: 'web', namespace: 'lab', uid: 'u' },
    spec: { containers: [], ...fields },
  } as unknown as StoredPod;
  expect(hostnameOf(pod, 'node')).toBe(hostname);
  expect(hostsFile(pod, '10.244.0.5', 'node')).toContain(`10.244.0.5\t${inHosts}\n`);
});

it('the file of a Pod of the node’s network is that of the node, with what the Pod adds', () => {
  const spec = { containers: [], hostNetwork: true, hostAliases: [{ ip: '10.1.2.3', hostnames: ['db', 'db.lab'] }] };
  const pod = { metadata: { name: 'web', namespace: 'lab', uid: 'u' }, spec } as unknown as StoredPod;
  const lines = hostsFile(pod, '172.18.0.3', 'node').split('\n');
  expect(lines[0]).toBe('# Kubernetes-managed hosts file (host network).');
  expect(lines.slice(4)).toEqual([
    'ff00::0\tip6-mcastprefix',
    'ff02::1\tip6-allnodes',
    'ff02::2\tip6-allrouters',
    '172.18.0.3\tnode',
    '',
    '# Entries added by HostAliases.',
    '10.1.2.3\tdb\tdb.lab',
    '',
  ]);
});
