import { FakeClock, StatusError } from '@podlab/apimachinery';
import { describe, expect, it } from 'vitest';
import { createKubeClient } from '../client/kube-client.ts';
import { chunks, createFakeTransport, json } from '../testing/fake-transport.ts';
import { type KubeTransport, TransportError } from '../transport.ts';
import { type Observation, reflect } from './reflector.ts';

const pod = (name: string, resourceVersion: string) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, resourceVersion },
});
const list = (resourceVersion: string, ...items: object[]) =>
  json({ kind: 'PodList', apiVersion: 'v1', metadata: { resourceVersion }, items });
const line = (type: string, object: object) => `${JSON.stringify({ type, object })}\n`;
const expired = {
  kind: 'Status',
  apiVersion: 'v1',
  metadata: {},
  status: 'Failure',
  reason: 'Expired',
  code: 410,
  message: 'too old resource version: 5 (100)',
};

/** What the first `count` observations say, with the time at which each came. */
async function observe(transport: KubeTransport, count: number): Promise<{ said: string[]; clock: FakeClock }> {
  const clock = new FakeClock(0);
  const abort = new AbortController();
  const said: string[] = [];
  const observing = (async () => {
    const observations = reflect(
      { client: createKubeClient(transport), resource: 'pods', clock },
      { signal: abort.signal },
    );
    for await (const observation of observations) {
      said.push(`${clock.nowMs()} ${describeObservation(observation)}`);
      if (said.length === count) return;
    }
  })();
  for (let turn = 0; turn < 200 && said.length < count; turn += 1) await clock.step(400);
  abort.abort();
  await observing;
  return { said, clock };
}

function describeObservation(
  observation: Observation<{ metadata: { name: string; resourceVersion: string } }>,
): string {
  switch (observation.type) {
    case 'list':
      return `list ${observation.resourceVersion} [${observation.items.map(({ metadata }) => metadata.name).join(' ')}]`;
    case 'event':
      return `${observation.change} ${observation.object.metadata.name}`;
    case 'gap':
      return `gap from ${observation.fromResourceVersion}`;
    case 'bookmark':
      return `bookmark ${observation.resourceVersion}`;
    case 'connected':
      return `connected from ${observation.fromResourceVersion}`;
    default:
      return `disconnected ${observation.failures} retry in ${observation.retryInMs}`;
  }
}

/** Answers each request with the next of these. */
function script(...answers: (() => Response)[]): KubeTransport & { seen: { path: string; query: URLSearchParams }[] } {
  return createFakeTransport(() => {
    const next = answers.shift();
    if (!next) throw new TransportError('refused', undefined);
    return next();
  });
}

describe('reflect', () => {
  it('lists, watches, and goes on from the last version when a watch is closed', async () => {
    const transport = script(
      () => list('5', pod('a', '3')),
      () => chunks(line('ADDED', pod('b', '6'))),
      () => chunks(line('BOOKMARK', pod('', '9'))),
      () => chunks(line('DELETED', pod('b', '12'))),
    );
    const { said } = await observe(transport, 9);
    expect(said.map((text) => text.replace(/^\d+ /, ''))).toEqual([
      'list 5 [a]',
      'connected from 5',
      'ADDED b',
      'disconnected 1 retry in 800',
      'connected from 6',
      'bookmark 9',
      'disconnected 1 retry in 800',
      'connected from 9',
      'DELETED b',
    ]);
    expect(transport.seen.map(({ query }) => query.get('resourceVersion'))).toEqual([null, '5', '6', '9']);
  });

  it.each([
    ['an ERROR event', () => chunks(line('ERROR', expired))],
    ['a 410 answer', () => json(expired, 410)],
  ])('marks a gap and lists again after %s', async (_, answer) => {
    const transport = script(
      () => list('5'),
      answer,
      () => list('100', pod('c', '90')),
      () => chunks(line('DELETED', pod('c', '101'))),
    );
    const { said } = await observe(transport, answer().status === 200 ? 6 : 5);
    expect(said.filter((text) => !text.includes('connected'))).toEqual([
      '0 list 5 []',
      '0 gap from 5',
      '0 list 100 [c]',
      '0 DELETED c',
    ]);
  });

  it('tells that it is out of touch, waits longer each time, and then goes on without a gap', async () => {
    const refuse = () => {
      throw new TransportError('connection refused', undefined);
    };
    const transport = script(
      refuse,
      refuse,
      () => list('5'),
      refuse,
      () => chunks(line('ADDED', pod('b', '6'))),
    );
    const { said } = await observe(transport, 6);
    expect(said).toEqual([
      '0 disconnected 1 retry in 800',
      '800 disconnected 2 retry in 1600',
      '2400 list 5 []',
      '2400 disconnected 3 retry in 3200',
      '5600 connected from 5',
      '5600 ADDED b',
    ]);
  });

  it('ends with the reason of the signal', async () => {
    const abort = new AbortController();
    const client = createKubeClient(script(() => list('5')));
    const observations = reflect({ client, resource: 'pods', clock: new FakeClock(0) }, { signal: abort.signal });
    await observations.next();
    abort.abort(new StatusError({ message: 'enough' }));
    await expect(observations.next()).rejects.toThrow('enough');
  });
});
