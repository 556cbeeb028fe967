import { createRandom, encodeUtf8 } from '@podlab/apimachinery';
import { describe, expect, it } from 'vitest';
import { createEmbeddedCluster } from './create-embedded-cluster.ts';
import { type JournalEntry, JournalError, type JournalFile } from './journal-entry.ts';
import { journaled } from './journaled.ts';
import type { EmbeddedCluster } from './ports.ts';
import { replayJournal } from './replay-journal.ts';
import { observe } from './testing/observe.ts';
import { ask, send, textOf } from './testing/request.ts';

const options = {
  seed: 'journal',
  startTimeMs: Date.UTC(2026, 10, 24, 12),
  nodes: [{ name: 'cp', role: 'control-plane' as const }, { name: 'w1' }, { name: 'w2' }],
};
const pods = '/api/v1/namespaces/default/pods';

/** As a file would give it back: through JSON. */
function newFile(values: readonly JournalEntry[] = []) {
  const entries: JournalEntry[] = [...values];
  const file: JournalFile = {
    values: [...values],
    append: (entry) => entries.push(JSON.parse(JSON.stringify(entry)) as JournalEntry),
  };
  return { file, entries };
}

/** A random session: Deployments, deletions, scaling, exec with input, looks at logs, skips of time. */
function playSession(
  cluster: EmbeddedCluster,
  steps: number,
  seed: string,
  onStep: () => void = () => undefined,
): void {
  const random = createRandom(seed);
  const seen = observe(cluster, 'default');
  const script = 'trap "exit 3" TERM; echo on $(hostname); while true; do echo tick; sleep 1; done';
  const pick = () => [...seen.pods.keys()][random.below(Math.max(1, seen.pods.size))] ?? 'none';
  for (let step = 0; step < steps; step += 1) {
    const pod = pick();
    const action = random.below(7);
    if (step === 0 || action === 0) {
      send(cluster, 'POST', '/apis/apps/v1/namespaces/default/deployments', {
        metadata: { name: `web-${step}` },
        spec: {
          replicas: 1 + random.below(3),
          selector: { matchLabels: { app: `web-${step}` } },
          template: {
            metadata: { labels: { app: `web-${step}` } },
            spec: { containers: [{ name: 'app', image: 'busybox:1.37', command: ['sh', '-c', script] }] },
          },
        },
      });
    } else if (action === 1) send(cluster, 'DELETE', `${pods}/${pod}`);
    else if (action === 2) {
      const path = `${pods}/${pod}/exec?command=sh&stdin=true&stdout=true`;
      const connection = cluster.open({ method: 'GET', path, headers: {} }, ['v5.channel.k8s.io']);
      if ('status' in connection) continue;
      connection.subscribe({ message: () => undefined, close: () => undefined });
      connection.receive(new Uint8Array([0, ...encodeUtf8('kill 1\n')]));
      cluster.time.runUntil(cluster.time.nowMs() + random.below(300));
      if (random.below(2) === 0) connection.clientClosed();
    } else if (action === 3) send(cluster, 'GET', `${pods}/${pod}/log`);
    else if (action === 4) cluster.setSkew(random.below(100) * 1000);
    else if (action === 5)
      send(cluster, 'DELETE', `/apis/apps/v1/namespaces/default/deployments/web-${random.below(step)}`);
    cluster.time.runUntil(cluster.time.nowMs() + random.below(4_000));
    onStep();
  }
}

describe('journal', () => {
  it('gives the same cluster again, byte for byte, and after a cut at any entry that of its moment', () => {
    const { file, entries } = newFile();
    const cluster = journaled(createEmbeddedCluster(options), file);
    const snapshots = new Map<number, string>();
    playSession(cluster, 40, 'session', () => {
      // What a client sees is written down: from here on the moment counts.
      send(cluster, 'GET', '/version');
      snapshots.set(entries.length, cluster.snapshot());
    });
    expect(snapshots.size).toBeGreaterThan(20);
    for (const [length, snapshot] of [...snapshots].filter((_, index) => index % 6 === 0)) {
      expect(replayJournal(entries.slice(0, length)).snapshot()).toBe(snapshot);
    }
    expect(replayJournal(entries).snapshot()).toBe([...snapshots.values()].at(-1));
  });

  it('goes on in the same file after a resume, and again', () => {
    const first = newFile();
    playSession(journaled(createEmbeddedCluster(options), first.file), 12, 'one');
    const second = newFile(first.entries);
    const resumed = journaled(replayJournal(first.entries), second.file);
    playSession(resumed, 12, 'two');
    send(resumed, 'GET', '/version');
    expect(second.entries.length).toBeGreaterThan(first.entries.length);
    expect(replayJournal(second.entries).snapshot()).toBe(resumed.snapshot());
  });

  it('finds the cluster at its now, also while time stands still: what is due comes before what is asked', () => {
    const cluster = journaled(createEmbeddedCluster(options), newFile().file);
    const created = { metadata: { name: 'due' } };
    cluster.time.schedule(0, () => send(cluster, 'POST', '/api/v1/namespaces', created));
    expect(send(cluster, 'GET', '/api/v1/namespaces/due').status).toBe(200);
  });

  it('ends the connections of a process that is gone', () => {
    const { file, entries } = newFile();
    const cluster = journaled(createEmbeddedCluster(options), file);
    const script = 'trap "exit 3" TERM; while true; do sleep 1; done';
    const containers = [{ name: 'app', image: 'busybox:1.37', command: ['sh', '-c', script] }];
    send(cluster, 'POST', pods, { metadata: { name: 'web' }, spec: { containers } });
    cluster.time.runUntil(cluster.time.nowMs() + 5_000);
    const command = ['sh', '-c', 'cat; kill 1'].map((word) => `command=${encodeURIComponent(word)}`).join('&');
    const path = `${pods}/web/exec?stdin=true&stdout=true&${command}`;
    const connection = cluster.open({ method: 'GET', path, headers: {} }, ['v5.channel.k8s.io']);
    expect(connection).not.toHaveProperty('status');
    cluster.time.runUntil(cluster.time.nowMs() + 5_000);
    send(cluster, 'GET', '/version');
    const restarts = (of: EmbeddedCluster) => of.snapshot().includes('"restartCount":1');
    expect(restarts(cluster)).toBe(false);

    const second = newFile(entries);
    const resumed = journaled(replayJournal(entries), second.file);
    resumed.time.runUntil(resumed.time.nowMs() + 5_000);
    send(resumed, 'GET', '/version');
    expect(restarts(resumed)).toBe(true);
    expect(replayJournal(second.entries).snapshot()).toBe(resumed.snapshot());
  });

  it('tells clusters of other seeds apart', () => {
    const [one, two] = ['a', 'b'].map((seed) => {
      const cluster = createEmbeddedCluster({ ...options, seed });
      playSession(cluster, 3, 'same');
      return cluster.snapshot();
    });
    expect(one).not.toBe(two);
  });

  it('writes a request down before it is answered, and whose it was, without credentials', () => {
    const { file, entries } = newFile();
    const cluster = journaled(createEmbeddedCluster(options), file);
    cluster.time.runUntil(cluster.time.nowMs() + 5_000);
    const issued = send(cluster, 'POST', '/api/v1/namespaces/default/serviceaccounts/default/token', { spec: {} });
    const { token } = (JSON.parse(textOf(issued.body)) as { status: { token: string } }).status;
    const request = { method: 'POST', path: '/api/v1/namespaces', headers: { authorization: `Bearer ${token}` } };
    const body = encodeUtf8('{"metadata":{"name":"lab"}}');
    expect(cluster.handle({ ...request, body }).status).toBe(403);
    expect(entries.at(-1)).toMatchObject({
      kind: 'request',
      atMs: cluster.time.nowMs(),
      request: { headers: {}, caller: { username: 'system:serviceaccount:default:default' } },
    });
    expect(JSON.stringify(entries)).not.toContain(token);
    expect(replayJournal(entries).snapshot()).toBe(cluster.snapshot());
    const before = entries.length;
    expect(cluster.handle({ ...request, body, headers: { authorization: 'Bearer s3cret' } }).status).toBe(401);
    expect(entries).toHaveLength(before);
  });

  it.each<[string, (entries: JournalEntry[]) => JournalEntry[], string]>([
    ['a changed entry', (all) => all.map((entry, i) => (i === 3 ? { ...entry, atMs: 7 } : entry)), 'entry 4 '],
    ['a missing entry', (all) => all.filter((_, i) => i !== 3), 'entry 4 '],
    ['a missing beginning', (all) => all.slice(1), 'entry 1 '],
  ])('names %s and what to do', (_, damage, where) => {
    const { file, entries } = newFile();
    playSession(journaled(createEmbeddedCluster(options), file), 6, 'damage');
    expect(entries.length).toBeGreaterThan(5);
    const replay = () => replayJournal(damage(entries));
    expect(replay).toThrow(JournalError);
    expect(replay).toThrow(where);
    expect(replay).toThrow('begin anew');
  });
});

describe('an idle cluster', () => {
  it('of three nodes and twenty Pods makes a handful of calls a second', () => {
    const cluster = createEmbeddedCluster(options);
    ask(cluster, 'POST', '/apis/apps/v1/namespaces/default/deployments', {
      metadata: { name: 'web' },
      spec: {
        replicas: 20,
        selector: { matchLabels: { app: 'web' } },
        template: {
          metadata: { labels: { app: 'web' } },
          spec: { containers: [{ name: 'app', image: 'busybox:1.37', command: ['sleep', '100000'] }] },
        },
      },
    });
    cluster.time.runUntil(cluster.time.nowMs() + 30_000);
    const before = cluster.time.callsMade();
    cluster.time.runUntil(cluster.time.nowMs() + 600_000);
    expect((cluster.time.callsMade() - before) / 600).toBeLessThan(5);
  });
});
