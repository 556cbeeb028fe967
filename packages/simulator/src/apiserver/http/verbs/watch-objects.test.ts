import { describe, expect, test } from 'vitest';
import { createTestServer, podManifest, tableAccept, type TestServer } from '../../testing/test-server.ts';

const pods = '/api/v1/namespaces/default/pods';

function create({ send }: TestServer, name: string): void {
  send('POST', pods, { body: podManifest(name) });
}

function relabel({ send }: TestServer, name: string, app: string): string {
  const body = { metadata: { labels: { app } } };
  return send('PATCH', `${pods}/${name}`, { body, type: 'application/merge-patch+json' }).json.metadata.resourceVersion;
}

const outline = (events: { type: string; object: { metadata: { name?: string } } }[]) =>
  events.map(({ type, object }) => `${type} ${object.metadata.name ?? ''}`.trim());

describe('watch', () => {
  test('goes on from the resourceVersion of a list, whatever happened in between', () => {
    const server = createTestServer();
    create(server, 'a');
    const { resourceVersion } = server.send('GET', pods).json.metadata;
    create(server, 'b');
    const { events } = server.watch(`${pods}?watch=true&resourceVersion=${resourceVersion}`);
    server.send('DELETE', `${pods}/a`);
    expect(outline(events)).toEqual(['ADDED b', 'MODIFIED a', 'DELETED a']);
    expect(Number(events[2].object.metadata.resourceVersion)).toBe(server.server.store.revision);
  });

  test('begins with what there is when no resourceVersion is given', () => {
    const server = createTestServer();
    create(server, 'a');
    const { events } = server.watch(`${pods}?watch=true`);
    create(server, 'b');
    expect(outline(events)).toEqual(['ADDED a', 'ADDED b']);
  });

  test('shows an object that leaves the selection as deleted, with the content that the client knows', () => {
    const server = createTestServer();
    create(server, 'a');
    const { events } = server.watch(`${pods}?watch=true&labelSelector=app%3Dweb`);
    const left = relabel(server, 'a', 'other');
    relabel(server, 'a', 'another');
    relabel(server, 'a', 'web');
    expect(outline(events)).toEqual(['ADDED a', 'DELETED a', 'ADDED a']);
    expect(events[1].object.metadata).toMatchObject({ labels: { app: 'web' }, resourceVersion: left });
  });

  test('marks the end of the initial objects for clients that stream lists', () => {
    const server = createTestServer();
    create(server, 'a');
    const { events } = server.watch(
      `${pods}?watch=true&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true`,
    );
    create(server, 'b');
    expect(outline(events)).toEqual(['ADDED a', 'BOOKMARK', 'ADDED b']);
    expect(events[1].object).toMatchObject({
      kind: 'Pod',
      metadata: { annotations: { 'k8s.io/initial-events-end': 'true' } },
    });
  });

  test('tells a client that comes too late to list again', () => {
    const server = createTestServer();
    create(server, 'a');
    server.server.store.compact(server.server.store.revision);
    const { events, ended } = server.watch(`${pods}?watch=true&resourceVersion=2`);
    expect(events).toMatchObject([{ type: 'ERROR', object: { kind: 'Status', code: 410, reason: 'Expired' } }]);
    expect(ended()).toBe(true);
  });

  test('ends after timeoutSeconds of the cluster time, with bookmarks on the way', () => {
    const server = createTestServer();
    const { events, ended } = server.watch(
      `${pods}?watch=true&resourceVersion=1&allowWatchBookmarks=true&timeoutSeconds=90`,
    );
    server.timers.advance(89_000);
    expect([outline(events), ended()]).toEqual([['BOOKMARK'], false]);
    server.timers.advance(1000);
    expect([outline(events), ended()]).toEqual([['BOOKMARK', 'BOOKMARK'], true]);
  });

  test('sends Tables with their columns once', () => {
    const server = createTestServer();
    create(server, 'a');
    const { events } = server.watch(`${pods}?watch=true`, tableAccept);
    create(server, 'b');
    expect(events.map(({ object }) => [object.kind, object.columnDefinitions.length, object.rows[0].cells[0]])).toEqual(
      [
        ['Table', 9, 'a'],
        ['Table', 0, 'b'],
      ],
    );
  });

  test('is silent once stopped', () => {
    const server = createTestServer();
    const { events, stop } = server.watch(`${pods}?watch=true`);
    stop();
    create(server, 'a');
    expect(events).toEqual([]);
  });

  test('refuses parameters that contradict each other', () => {
    const { send } = createTestServer();
    expect(send('GET', `${pods}?watch=true&sendInitialEvents=true`)).toMatchObject({ status: 422 });
    expect(send('GET', `${pods}?watch=true&resourceVersion=999999`)).toMatchObject({ status: 504 });
  });
});
