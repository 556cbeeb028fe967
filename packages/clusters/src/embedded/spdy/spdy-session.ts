/**
 * exec and attach over SPDY: each stream says in its header `streamtype` what it carries, and the outcome comes on
 * `error`. The cluster itself knows only messages whose first byte is a channel (WebSocket's v5.channel.k8s.io).
 * @see k8s.io/kubelet/pkg/cri/streaming/remotecommand (v1.36)
 */
import type { ApiConnection } from '@podlab/simulator';
import { type ByteChannel, SpdyConnection, type SpdyStream } from './spdy-connection.ts';

/** What the cluster is asked to speak. */
export const innerProtocol = 'v5.channel.k8s.io';

/** The protocols that are spoken over SPDY, the best first. */
export const spdySessionProtocols: readonly string[] = ['v4.channel.k8s.io'];

const channelOf: Readonly<Record<string, number>> = { stdin: 0, stdout: 1, stderr: 2, error: 3, resize: 4 };
const closeChannel = 255;

/**
 * Joins a session in the cluster with a client that speaks SPDY. What the session says waits until the client has opened
 * the streams that its request named.
 * @param query of the request
 */
export function joinSession(session: ApiConnection, query: URLSearchParams, channel: ByteChannel): SpdyConnection {
  const streams = new Map<number, SpdyStream>();
  const expected = expectedStreams(query);
  const begin = () => {
    session.subscribe({
      message(message) {
        const [number = 0] = message;
        streams.get(number)?.write(message.subarray(1));
      },
      close: () => spdy.end(),
    });
  };
  const spdy = new SpdyConnection(channel, {
    opened(stream) {
      const number = channelOf[stream.headers['streamtype'] ?? ''];
      if (number === undefined || streams.has(number)) return stream.end();
      streams.set(number, stream);
      if (streams.size === expected) begin();
    },
    data(stream, content) {
      const number = channelOf[stream.headers['streamtype'] ?? ''];
      if (number !== undefined) session.receive(new Uint8Array([number, ...content]));
    },
    ended: (stream) => stream.headers['streamtype'] === 'stdin' && session.receive(new Uint8Array([closeChannel, 0])),
    reset: (stream) => stream.headers['streamtype'] === 'stdin' && session.receive(new Uint8Array([closeChannel, 0])),
  });
  return spdy;
}

/** `error`, what the query asks for, and `resize` with a terminal, which has no stderr of its own. */
function expectedStreams(query: URLSearchParams): number {
  const asks = (name: string) => query.get(name) === 'true' || query.get(name) === '1';
  const hasStderr = asks('stderr') && !asks('tty');
  return 1 + [asks('stdin'), asks('stdout'), hasStderr, asks('tty')].filter(Boolean).length;
}
