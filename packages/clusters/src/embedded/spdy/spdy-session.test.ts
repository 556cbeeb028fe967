import { Buffer } from 'node:buffer';
import type { ApiConnection } from '@podlab/simulator';
import { describe, expect, it } from 'vitest';
import { controlFrame, controlTypes, dataFrame, FrameReader } from './frames.ts';
import { createHeaderCodec } from './header-blocks.ts';
import { joinSession } from './spdy-session.ts';

type Sink = Parameters<ApiConnection['subscribe']>[0];

/** A session in a cluster, and a client that speaks SPDY to it. */
function join(query: string) {
  const received: number[][] = [];
  const sent: Buffer[] = [];
  const events: string[] = [];
  const sinks: Sink[] = [];
  const session: ApiConnection = {
    protocol: 'v5.channel.k8s.io',
    receive: (message) => received.push([...message]),
    clientClosed: () => undefined,
    subscribe: (sink) => void sinks.push(sink),
  };
  const spdy = joinSession(session, new URLSearchParams(query), {
    write: (bytes) => sent.push(bytes),
    end: () => events.push('end'),
    destroy: () => events.push('destroy'),
  });
  const codec = createHeaderCodec();
  const open = async (id: number, streamtype: string) => {
    const ids = Buffer.alloc(10);
    ids.writeUInt32BE(id);
    spdy.receive(controlFrame(controlTypes.synStream, Buffer.concat([ids, await codec.encode({ streamtype })])));
  };
  /** Data frames so far: stream, text, whether it is the last. */
  const said = () =>
    new FrameReader()
      .push(Buffer.concat(sent))
      .flatMap((frame) => (frame.kind === 'data' ? [[frame.streamId, String(frame.content), frame.isLast]] : []));
  return { spdy, open, received, events, sinks, said };
}

describe('a session over SPDY', () => {
  it('begins when every stream is there, and carries each on its own', async () => {
    const { spdy, open, received, events, sinks, said } = join('stdin=true&stdout=true&stderr=true&command=cat');
    for (const [id, type] of [
      [1, 'error'],
      [3, 'stdin'],
      [5, 'stdout'],
    ] as const)
      await open(id, type);
    await expect.poll(() => sinks.length).toBe(0);
    await open(7, 'stderr');
    await expect.poll(() => sinks.length).toBe(1);

    const bytes = Buffer.concat([dataFrame(3, Buffer.from('hi'), false), dataFrame(3, Buffer.from('!'), true)]);
    for (const byte of bytes) spdy.receive(Buffer.from([byte]));
    await expect
      .poll(() => received)
      .toEqual([
        [0, 104, 105],
        [0, 33],
        [255, 0],
      ]);

    const [sink] = sinks;
    sink?.message(new Uint8Array([1, ...Buffer.from('out')]));
    sink?.message(new Uint8Array([2, ...Buffer.from('err')]));
    sink?.message(new Uint8Array([3, ...Buffer.from('{}')]));
    sink?.close();
    expect(said()).toEqual([
      [5, 'out', false],
      [7, 'err', false],
      [1, '{}', false],
      [1, '', true],
      [3, '', true],
      [5, '', true],
      [7, '', true],
    ]);
    expect(events).toEqual(['end']);
  });

  it('has no stream for stderr with a terminal, but one for its size', async () => {
    const { open, sinks } = join('stdin=true&stdout=true&stderr=true&tty=true&command=sh');
    for (const [id, type] of [
      [1, 'error'],
      [3, 'stdin'],
      [5, 'stdout'],
      [7, 'resize'],
    ] as const)
      await open(id, type);
    await expect.poll(() => sinks.length).toBe(1);
  });

  it('cuts off a client that speaks something else', async () => {
    const { spdy, events } = join('stdout=true');
    spdy.receive(Buffer.from('GET / HTTP/1.1'.padEnd(9_000_000, 'x')));
    await expect.poll(() => events).toEqual(['destroy']);
  });
});
