import { Buffer } from 'node:buffer';
import { type ApiConnection, decodePortForward, encodePortForward } from '@podlab/simulator';
import { describe, expect, it } from 'vitest';
import { controlFrame, controlTypes, dataFrame, FrameReader } from './frames.ts';
import { createHeaderCodec, type Headers } from './header-blocks.ts';
import { joinPortForward } from './spdy-port-forward.ts';

const bytes = (text: string) => new Uint8Array(Buffer.from(text));

/** A Pod's ports in a cluster, and a client that speaks SPDY to them. */
function join() {
  const received: unknown[] = [];
  const sent: Buffer[] = [];
  let sink: Parameters<ApiConnection['subscribe']>[0] | undefined;
  const session: ApiConnection = {
    protocol: 'portforward.podlab',
    receive(message) {
      const decoded = decodePortForward(message);
      received.push(
        decoded && 'content' in decoded ? { ...decoded, content: String(Buffer.from(decoded.content)) } : decoded,
      );
    },
    clientClosed: () => undefined,
    subscribe: (given) => (sink = given),
  };
  const channel = { write: (chunk: Buffer) => sent.push(chunk), end: () => undefined, destroy: () => undefined };
  const spdy = joinPortForward(session, new URLSearchParams(), channel);
  const codec = createHeaderCodec();
  return {
    received,
    spdy,
    open: async (id: number, headers: Headers) => {
      const ids = Buffer.alloc(10);
      ids.writeUInt32BE(id);
      spdy.receive(controlFrame(controlTypes.synStream, Buffer.concat([ids, await codec.encode(headers)])));
    },
    hear: (message: Parameters<typeof encodePortForward>[0]) => sink?.message(encodePortForward(message)),
    /** Data frames so far: stream, text, whether it is the last. */
    said: () =>
      new FrameReader()
        .push(Buffer.concat(sent))
        .flatMap((frame) => (frame.kind === 'data' ? [[frame.streamId, String(frame.content), frame.isLast]] : [])),
  };
}

describe('port-forward over SPDY', () => {
  it('connects once both streams of a request are there, in whatever order, and then says what came before', async () => {
    const { open, spdy, received } = join();
    await open(1, { streamtype: 'data', port: '80', requestid: '7' });
    spdy.receive(dataFrame(1, bytes('early'), false));
    await open(3, { streamtype: 'error', port: '81', requestid: '8' });
    await open(5, { streamtype: 'error', port: '80', requestid: '7' });
    spdy.receive(dataFrame(5, bytes(''), true));
    spdy.receive(dataFrame(1, bytes('late'), true));
    await expect
      .poll(() => received)
      .toEqual([
        { kind: 'connect', id: 7, port: 80 },
        { kind: 'data', id: 7, content: 'early' },
        { kind: 'data', id: 7, content: 'late' },
        { kind: 'end', id: 7 },
      ]);
  });

  it('keeps connections apart, and says on the error stream what went wrong with one', async () => {
    const { open, hear, said, received } = join();
    for (const [id, requestid] of [
      [1, '0'],
      [5, '1'],
    ] as const) {
      await open(id, { streamtype: 'error', port: '80', requestid });
      await open(id + 2, { streamtype: 'data', port: '80', requestid });
    }
    await expect.poll(() => received.length).toBe(2);
    hear({ kind: 'data', id: 1, content: bytes('one') });
    hear({ kind: 'closed', id: 0, content: bytes('refused') });
    hear({ kind: 'end', id: 1 });
    hear({ kind: 'closed', id: 1, content: bytes('') });
    expect(said()).toEqual([
      [7, 'one', false],
      [1, 'refused', false],
      [1, '', true],
      [3, '', true],
      [7, '', true],
      [5, '', true],
    ]);
  });

  it('gives a connection up when the client resets its data, and ends streams that it cannot place', async () => {
    const { open, spdy, said, received } = join();
    await open(1, { streamtype: 'error', port: '80', requestid: '0' });
    await open(3, { streamtype: 'data', port: '80', requestid: '0' });
    const reset = Buffer.alloc(8);
    reset.writeUInt32BE(3);
    spdy.receive(controlFrame(controlTypes.rstStream, reset));
    await open(5, { streamtype: 'data', port: '0', requestid: '1' });
    await open(7, { streamtype: 'other', port: '80', requestid: '1' });
    await expect
      .poll(() => said())
      .toEqual([
        [1, '', true],
        [5, '', true],
        [7, '', true],
      ]);
    expect(received).toEqual([
      { kind: 'connect', id: 0, port: 80 },
      { kind: 'closed', id: 0, content: '' },
    ]);
  });
});
