import type { Event, Pod } from 'kubernetes-types/core/v1';
import { describe, expect, it } from 'vitest';
import { openCluster } from '../testing/one-node.ts';
import { ask, send, textOf } from '../testing/request.ts';

const pods = '/api/v1/namespaces/default/pods';
const manifest = (seconds: number, more = '') =>
  `apiVersion: v1\nkind: Pod\nmetadata: {name: web, labels: {app: web}}\nspec:\n  terminationGracePeriodSeconds: 2\n${more}  containers:\n  - {name: app, image: "busybox:1.37", command: [sh, -c, "echo up; exec sleep ${seconds}"]}\n`;

/** A Pod `editor` that has the node's manifests in /m. */
function openNode() {
  const opened = openCluster();
  const { cluster, run, pass, exec } = opened;
  run(
    {
      volumes: [{ name: 'm', hostPath: { path: '/etc/kubernetes/manifests' } }],
      containers: [{ name: 'app', volumeMounts: [{ name: 'm', mountPath: '/m' }] }] as never,
    },
    'editor',
  );
  pass(3_000);
  const name = 'web-node-1';
  return {
    ...opened,
    put: (text: string, file = 'web.yaml') => exec(`cat > /m/${file} <<'EOF'\n${text}EOF\n`, 'editor'),
    remove: () => exec('rm /m/web.yaml', 'editor'),
    mirror: () => ask(cluster, 'GET', `${pods}/${name}`) as unknown as Pod,
    isThere: () => send(cluster, 'GET', `${pods}/${name}`).status === 200,
    states: () => opened.seen.pods.get(name) ?? [],
    events: () => opened.seen.events(name),
  };
}

const hash = (pod: Pod) => pod.metadata?.annotations?.['kubernetes.io/config.hash'];

describe('a manifest in /etc/kubernetes/manifests', () => {
  it('runs as a Pod that the API mirrors', () => {
    const { cluster, put, pass, mirror } = openNode();
    put(manifest(1000));
    pass(3_000);
    const { metadata, spec, status } = mirror();
    expect(metadata).toMatchObject({
      generation: 1,
      labels: { app: 'web' },
      ownerReferences: [{ apiVersion: 'v1', kind: 'Node', name: 'node-1', controller: true }],
    });
    expect(metadata?.annotations).toMatchObject({
      'kubernetes.io/config.source': 'file',
      'kubernetes.io/config.mirror': hash(mirror()),
    });
    expect(metadata?.uid).not.toBe(hash(mirror()));
    expect(spec).toMatchObject({ nodeName: 'node-1', priority: 0, tolerations: [{ operator: 'Exists' }] });
    expect(spec?.tolerations).toHaveLength(1);
    expect(spec).not.toHaveProperty('serviceAccountName');
    expect(status).toMatchObject({ phase: 'Running', qosClass: 'BestEffort' });
    expect(status).not.toHaveProperty('observedGeneration');
    expect(textOf(send(cluster, 'GET', `${pods}/web-node-1/log`).body)).toBe('up\n');
    const { items } = ask(cluster, 'GET', '/api/v1/namespaces/default/events') as unknown as { items: Event[] };
    const own = items.filter(({ involvedObject }) => involvedObject.name === 'web-node-1');
    expect(new Set(own.map(({ reason }) => reason))).toEqual(new Set(['Created', 'Pulled', 'Started']));
    expect(new Set(own.map(({ involvedObject }) => involvedObject.uid))).toEqual(new Set([hash(mirror())]));
  });

  it('makes the mirror anew when that is deleted; the containers do not notice', () => {
    const { cluster, put, pass, mirror, states, events } = openNode();
    put(manifest(1000));
    pass(3_000);
    const before = mirror();
    ask(cluster, 'DELETE', `${pods}/web-node-1`);
    pass(1_500);
    const after = mirror();
    expect(after.metadata?.uid).not.toBe(before.metadata?.uid);
    expect(after.status?.containerStatuses).toEqual(before.status?.containerStatuses);
    expect(after.status?.conditions).toEqual(before.status?.conditions);
    expect(events().join()).not.toContain('Killing');
    const shown = states()
      .slice(-5)
      .map((state) => state.replace(/ \|.*/, '').replace(/ [A-Z]\w+ ip deleting/, ' deleting'));
    expect(shown).toEqual([
      'MODIFIED gen 2/- deleting 2',
      'MODIFIED gen 2/- deleting 0',
      'DELETED gen 2/- deleting 0',
      'ADDED gen 1/- Pending no ip',
      'MODIFIED gen 1/- Running ip',
    ]);
  });

  it('replaces the Pod when the file changes: the new one waits 10 to 15 s for the name', () => {
    const { put, pass, mirror, events } = openNode();
    put(manifest(1000));
    pass(3_000);
    const before = hash(mirror());
    put(manifest(2000));
    pass(7_000);
    expect(events()).toContain('Killing x1: Stopping container app');
    expect(hash(mirror())).toBe(before);
    pass(12_000);
    expect(hash(mirror())).not.toBe(before);
    expect(mirror().status?.containerStatuses?.[0]).toMatchObject({ restartCount: 0, state: { running: {} } });
  });

  it('ends the Pod when the file goes, and then its mirror, without another word', () => {
    const { put, pass, remove, isThere, states, events } = openNode();
    put(manifest(1000));
    pass(3_000);
    remove();
    expect(events()).toContain('Killing x1: Stopping container app');
    expect(isThere()).toBe(true);
    pass(5_000);
    expect(isThere()).toBe(false);
    expect(states().at(-1)).toContain('DELETED gen 2/- Running');
  });

  it('restarts containers, refuses what needs the API, and outlives a restart of the kubelet', () => {
    const { cluster, put, pass, mirror, seen, remove, isThere } = openNode();
    put(manifest(1000, '  serviceAccountName: default\n'));
    pass(3_000);
    expect(seen.pods.get('web-node-1')).toBeUndefined();
    put(manifest(5));
    pass(8_000);
    expect(mirror().status?.containerStatuses?.[0]?.restartCount).toBe(1);
    cluster.setKubelet('node-1', 'stopped');
    pass(20_000);
    cluster.setKubelet('node-1', 'running');
    pass(3_000);
    expect(mirror().status?.phase).toBe('Running');
    remove();
    pass(6_000);
    expect(isThere()).toBe(false);
  });
});
