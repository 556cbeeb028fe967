/**
 * port-forward over SPDY: each forwarded connection is two streams with the same `requestid`, one for its bytes and one
 * for what went wrong.
 * @see k8s.io/kubelet/pkg/cri/streaming/portforward (v1.36)
 */
import { type ApiConnection, decodePortForward, encodePortForward } from '@podlab/simulator';
import { type ByteChannel, SpdyConnection, type SpdyStream } from './spdy-connection.ts';

/** What clients call it. */
export const spdyPortForwardProtocol = 'portforward.k8s.io';

interface StreamPair {
  error?: SpdyStream;
  data?: SpdyStream;
  /** What the client does before both are there. */
  readonly early: (() => void)[];
}

/** Joins a Pod's ports in the cluster with a client that speaks SPDY. */
export function joinPortForward(session: ApiConnection, _query: URLSearchParams, channel: ByteChannel): SpdyConnection {
  const pairs = new Map<number, StreamPair>();
  const say = (id: number, pair: StreamPair, call: () => void) => {
    if (pairs.get(id) !== pair) return;
    if (isWhole(pair)) call();
    else pair.early.push(call);
  };
  const onData = (stream: SpdyStream, message: (id: number) => Uint8Array) => {
    const id = requestOf(stream);
    const pair = id === undefined ? undefined : pairs.get(id);
    if (id !== undefined && pair?.data === stream) say(id, pair, () => session.receive(message(id)));
  };
  const give = (stream: SpdyStream) => {
    const id = requestOf(stream);
    const pair = id === undefined ? undefined : pairs.get(id);
    if (id === undefined || !pair || (pair.data !== stream && pair.error !== stream)) return;
    if (isWhole(pair)) session.receive(encodePortForward({ kind: 'closed', id, content: new Uint8Array() }));
    endPair(pairs, id);
  };
  const spdy = new SpdyConnection(channel, {
    opened(stream) {
      const id = requestOf(stream);
      const type = stream.headers['streamtype'];
      const port = Number(stream.headers['port']);
      const pair = pairs.get(id ?? -1) ?? { early: [] };
      const isKnown = (type === 'data' || type === 'error') && pair[type] === undefined;
      if (!isKnown || id === undefined || !isPort(port)) return stream.end();
      pair[type] = stream;
      pairs.set(id, pair);
      if (!isWhole(pair)) return;
      session.receive(encodePortForward({ kind: 'connect', id, port }));
      for (const call of pair.early.splice(0)) call();
    },
    data: (stream, content) => onData(stream, (id) => encodePortForward({ kind: 'data', id, content })),
    ended: (stream) => onData(stream, (id) => encodePortForward({ kind: 'end', id })),
    reset: give,
  });
  session.subscribe({
    message(bytes) {
      const message = decodePortForward(bytes);
      const pair = message && pairs.get(message.id);
      if (message?.kind === 'data') pair?.data?.write(message.content);
      else if (message?.kind === 'end') pair?.data?.end();
      else if (message?.kind === 'closed') {
        if (message.content.length > 0) pair?.error?.write(message.content);
        endPair(pairs, message.id);
      }
    },
    close: () => spdy.end(),
  });
  return spdy;
}

function isWhole({ error, data }: StreamPair): boolean {
  return error !== undefined && data !== undefined;
}

function endPair(pairs: Map<number, StreamPair>, id: number): void {
  const pair = pairs.get(id);
  pairs.delete(id);
  pair?.error?.end();
  pair?.data?.end();
}

function requestOf({ headers }: SpdyStream): number | undefined {
  const text = headers['requestid'] ?? '';
  return /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}

function isPort(port: number): boolean {
  return Number.isInteger(port) && port >= 1 && port <= 65_535;
}
