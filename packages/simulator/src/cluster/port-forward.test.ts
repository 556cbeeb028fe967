import { decodeUtf8, encodeUtf8 } from '@podlab/apimachinery';
import { describe, expect, it } from 'vitest';
import {
  decodePortForward,
  encodePortForward,
  portForwardProtocol,
} from '../apiserver/http/connections/port-forward-messages.ts';
import { createEmbeddedCluster } from './create-embedded-cluster.ts';
import type { JournalEntry } from './journal-entry.ts';
import { journaled } from './journaled.ts';
import { replayJournal } from './replay-journal.ts';
import { ask, textOf } from './testing/request.ts';

const pods = '/api/v1/namespaces/default/pods';
const path = `${pods}/web/portforward`;

function openCluster(script: string) {
  const entries: JournalEntry[] = [];
  const cluster = journaled(
    createEmbeddedCluster({
      seed: 'port-forward',
      startTimeMs: Date.UTC(2026, 10, 24, 12),
      nodes: [{ name: 'node-1', role: 'control-plane' }],
    }),
    { values: [], append: (entry) => entries.push(entry) },
  );
  const pass = (ms: number) => cluster.time.runUntil(cluster.time.nowMs() + ms);
  pass(5_000);
  const containers = [{ name: 'app', image: 'busybox:1.37', command: ['sh', '-c', script] }];
  ask(cluster, 'POST', pods, { metadata: { name: 'web' }, spec: { restartPolicy: 'Never', containers } });
  pass(5_000);
  const open = () => {
    const connection = cluster.open({ method: 'POST', path, headers: {} }, [portForwardProtocol]);
    if ('status' in connection) return textOf(connection.body);
    const heard: [string, number, string][] = [];
    connection.subscribe({
      message: (bytes) => {
        const message = decodePortForward(bytes);
        if (message) heard.push([message.kind, message.id, 'content' in message ? decodeUtf8(message.content) : '']);
      },
      close: () => undefined,
    });
    const say = (message: Parameters<typeof encodePortForward>[0]) => connection.receive(encodePortForward(message));
    return { heard, say, close: () => connection.clientClosed() };
  };
  const forward = () => {
    const opened = open();
    if (typeof opened === 'string') throw new Error(opened);
    return opened;
  };
  return { cluster, entries, pass, open, forward };
}

describe('port-forward', () => {
  it('carries what is said both ways, and both ends; a replay leads to the same cluster', () => {
    const { cluster, entries, pass, forward } = openCluster('nc -l -p 80 -e cat; echo served; sleep 100');
    const { heard, say } = forward();
    say({ kind: 'connect', id: 3, port: 80 });
    say({ kind: 'data', id: 3, content: encodeUtf8('hello') });
    pass(100);
    expect(heard).toEqual([['data', 3, 'hello']]);
    say({ kind: 'end', id: 3 });
    pass(1_500);
    expect(heard.at(-1)).toEqual(['closed', 3, '']);
    expect(ask(cluster, 'GET', `${pods}/web`)).toMatchObject({ status: { phase: 'Running' } });
    expect(replayJournal(entries).snapshot()).toBe(cluster.snapshot());
  });

  it('says why there is no connection: nobody listens, or the sandbox is gone', () => {
    const { cluster, pass, forward } = openCluster('sleep 1000');
    const { heard, say } = forward();
    say({ kind: 'connect', id: 1, port: 81 });
    pass(100);
    expect(heard).toEqual([
      ['closed', 1, expect.stringContaining('IPv4: dial tcp4 127.0.0.1:81: connect: connection refused')],
    ]);
    ask(cluster, 'DELETE', `${pods}/web`, { gracePeriodSeconds: 1 });
    pass(10_000);
    say({ kind: 'connect', id: 2, port: 81 });
    expect(heard.at(-1)).toEqual([
      'closed',
      2,
      expect.stringMatching(/ network namespace for sandbox "\w{64}" is closed$/),
    ]);
  });

  it('finds no sandbox of a Pod that has ended', () => {
    const { open } = openCluster('true');
    expect(open()).toContain('pod not found (\\"web_default\\")');
  });

  it('gives up what the client leaves', () => {
    const { pass, forward, cluster } = openCluster('nc -l -p 80 -e cat; exit 3');
    const { say, close } = forward();
    say({ kind: 'connect', id: 1, port: 80 });
    pass(100);
    close();
    pass(3_000);
    expect(ask(cluster, 'GET', `${pods}/web`)).toMatchObject({ status: { phase: 'Failed' } });
  });
});
