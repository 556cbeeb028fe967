import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type ApiRequest, type ApiResponse, portForwardProtocol } from '@podlab/simulator';
import { type ApiHandler, isRefusal } from '../api-handler.ts';
import { statusResponse } from '../status-response.ts';
import { maxUnreadBytes } from '../write-response.ts';
import { joinPortForward, spdyPortForwardProtocol } from './spdy-port-forward.ts';
import { innerProtocol, joinSession, spdySessionProtocols } from './spdy-session.ts';

/**
 * Upgrades to SPDY/3.1, as kubectl asks for exec and attach up to 1.29 and for port-forward up to 1.30.
 * @param asked the request, as the cluster is to see it
 * @returns the answer to give when there is no upgrade
 */
export async function upgradeToSpdy(
  handler: ApiHandler,
  asked: Omit<ApiRequest, 'body'>,
  { request, socket, head }: { readonly request: IncomingMessage; readonly socket: Duplex; readonly head: Buffer },
): Promise<ApiResponse | undefined> {
  const offered = listOf(request.headers['x-stream-protocol-version']);
  const isForward = offered.includes(spdyPortForwardProtocol);
  const accepted = isForward ? [spdyPortForwardProtocol] : spdySessionProtocols;
  const protocol = accepted.find((name) => offered.includes(name));
  const answer = await handler.open(asked, [isForward ? portForwardProtocol : innerProtocol]);
  if (isRefusal(answer)) return answer;
  if (protocol === undefined) {
    answer.clientClosed();
    return statusResponse(
      403,
      'Forbidden',
      `unable to upgrade: unable to negotiate protocol: client supports [${offered.join(' ')}], server accepts [${accepted.join(' ')}]`,
    );
  }
  socket.write(
    [
      'HTTP/1.1 101 Switching Protocols',
      'Connection: Upgrade',
      'Upgrade: SPDY/3.1',
      `X-Stream-Protocol-Version: ${protocol}`,
      '\r\n',
    ].join('\r\n'),
  );
  const join = isForward ? joinPortForward : joinSession;
  const spdy = join(answer, new URL(asked.path, 'http://server').searchParams, {
    write(bytes) {
      socket.write(bytes);
      if (socket.writableLength > maxUnreadBytes) socket.destroy();
    },
    end: () => socket.end(),
    destroy: () => socket.destroy(),
  });
  // Followed by `close`, which says it all.
  socket.on('error', () => undefined);
  socket.once('close', () => {
    spdy.close();
    answer.clientClosed();
  });
  socket.on('data', (chunk: Buffer) => spdy.receive(chunk));
  if (head.length > 0) spdy.receive(head);
  return undefined;
}

function listOf(header: string | readonly string[] | undefined): readonly string[] {
  return (typeof header === 'string' ? header : (header ?? []).join(','))
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}
