import { FakeClock, type KubeObject } from '@podlab/apimachinery';
import { type KubeTransport, TransportError } from '@podlab/kube-client';
import { describe, expect, it } from 'vitest';
import { createHistory } from '../history/history.ts';
import { createMemoryLog } from '../history/memory-log.ts';
import { createRecorder } from './recorder.ts';

/** An API of Pods whose answers a test gives one by one. */
function podsApi() {
  const seen: string[] = [];
  let watcher: ReadableStreamDefaultController<Uint8Array> | undefined;
  let items: KubeObject[] = [];
  let version = '10';
  let refusal: Response | undefined;
  let opened = () => {};
  const transport: KubeTransport = {
    fetch: async (path) => {
      seen.push(path);
      if (refusal) {
        const response = refusal;
        refusal = undefined;
        return response;
      }
      if (!path.includes('watch=true')) {
        return Response.json({ kind: 'PodList', apiVersion: 'v1', metadata: { resourceVersion: version }, items });
      }
      return new Response(
        new ReadableStream<Uint8Array>({
          start: (controller) => {
            watcher = controller;
            opened();
          },
        }),
      );
    },
    connect: () => Promise.reject(new TransportError('not here', undefined)),
    close: async () => {},
  };
  return {
    transport,
    seen,
    holds: (objects: KubeObject[], resourceVersion: string) => {
      items = objects;
      version = resourceVersion;
    },
    send: (type: string, object: unknown) =>
      watcher?.enqueue(new TextEncoder().encode(`${JSON.stringify({ type, object })}\n`)),
    endWatch: () => watcher?.close(),
    refuse: (response: Response) => {
      refusal = response;
    },
    watchOpened: () => new Promise<void>((resolve) => (opened = resolve)),
  };
}

const pod = (name: string, resourceVersion: string): KubeObject => ({ metadata: { name, uid: name, resourceVersion } });
const status = (code: number, reason: string) =>
  Response.json(
    { kind: 'Status', apiVersion: 'v1', status: 'Failure', code, reason, message: reason },
    { status: code },
  );

async function settled(): Promise<void> {
  for (let i = 0; i < 30; i += 1) await Promise.resolve().then(() => new Promise((resolve) => setImmediate(resolve)));
}

function recording(api: ReturnType<typeof podsApi>, history = createHistory(createMemoryLog())) {
  const clock = new FakeClock(0);
  const stop = new AbortController();
  const options = { transport: api.transport, clock, namespace: 'lab', kinds: ['Pod'], history, signal: stop.signal };
  return { recorder: createRecorder(options), history, clock };
}

const typesOf = (history: ReturnType<typeof createHistory>) => history.log.entries().map((entry) => entry.type);

describe('createRecorder', () => {
  it('lists, then appends every event with the time at which it was seen', async () => {
    const api = podsApi();
    api.holds([pod('a', '5')], '10');
    const { recorder, history, clock } = recording(api);
    await recorder.ready;
    await settled();
    await clock.step(1500);
    api.send('ADDED', pod('b', '11'));
    api.send('DELETED', pod('a', '12'));
    await settled();
    expect(typesOf(history)).toEqual(['snapshot', 'added', 'deleted']);
    expect(history.log.entries()[1]).toMatchObject({ resource: 'pods', observedAtMs: 1500 });
    expect(history.objectsAt('pods').map((object) => object.metadata?.name)).toEqual(['b']);
    await recorder.stop();
  });

  it('goes on from the last version when the server ends a watch: no gap', async () => {
    const api = podsApi();
    const { recorder, history, clock } = recording(api);
    await recorder.ready;
    await settled();
    api.send('ADDED', pod('a', '11'));
    await settled();
    await clock.step(60_000);
    const again = api.watchOpened();
    api.endWatch();
    await again;
    await settled();
    expect(api.seen.at(-1)).toContain('resourceVersion=11');
    api.send('MODIFIED', pod('a', '12'));
    await settled();
    expect(typesOf(history)).toEqual(['snapshot', 'added', 'modified']);
    await recorder.stop();
  });

  it('marks a gap and lists again when the version is too old', async () => {
    const api = podsApi();
    const { recorder, history, clock } = recording(api);
    await recorder.ready;
    await settled();
    api.send('ADDED', pod('a', '11'));
    await settled();
    await clock.step(60_000);
    api.refuse(status(410, 'Expired'));
    api.holds([pod('b', '99')], '100');
    api.endWatch();
    await settled();
    expect(typesOf(history)).toEqual(['snapshot', 'added', 'gap', 'snapshot']);
    expect(history.gaps).toMatchObject([{ resource: 'pods', reason: 'expired', fromN: 2, toN: 3 }]);
    expect(history.lane('pods', 'a')?.versions.at(-1)).toMatchObject({ how: 'missing', gone: true, afterGap: true });
    await recorder.stop();
  });

  it('takes up a record that was interrupted where it ended', async () => {
    const history = createHistory(createMemoryLog());
    history.append({ type: 'snapshot', resource: 'pods', resourceVersion: '10', objects: [], observedAtMs: 0 });
    history.append({ type: 'added', resource: 'pods', object: pod('a', '11'), observedAtMs: 0 });
    const api = podsApi();
    const { recorder } = recording(api, history);
    await recorder.ready;
    expect(api.seen).toHaveLength(1);
    expect(api.seen[0]).toContain('resourceVersion=11');
    await recorder.stop();
  });

  it('says since when the cluster has not answered', async () => {
    const api = podsApi();
    const { recorder, clock } = recording(api);
    await recorder.ready;
    await settled();
    await clock.step(5000);
    api.refuse(status(503, 'ServiceUnavailable'));
    api.endWatch();
    await settled();
    expect(recorder.unreachableSinceMs).toBe(5000);
    await clock.step(60_000);
    await settled();
    expect(recorder.unreachableSinceMs).toBeUndefined();
    await recorder.stop();
  });

  it('rejects at once when the API refuses a kind', async () => {
    const api = podsApi();
    api.refuse(status(403, 'Forbidden'));
    const { recorder } = recording(api);
    await expect(recorder.ready).rejects.toMatchObject({ reason: 'Forbidden' });
    await recorder.stop();
  });
});
