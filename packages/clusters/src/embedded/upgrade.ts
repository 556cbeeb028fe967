import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type ApiConnection, type ApiResponse, portForwardProtocol } from '@podlab/simulator';
import { type WebSocket, WebSocketServer } from 'ws';
import { type ApiHandler, isRefusal } from './api-handler.ts';
import type { Gatekeeper } from './gatekeeper.ts';
import { requestHead } from './read-request.ts';
import { joinTunnel, tunnelProtocol } from './spdy/tunnel-spdy.ts';
import { upgradeToSpdy } from './spdy/upgrade-to-spdy.ts';
import { statusResponse } from './status-response.ts';
import { maxUnreadBytes } from './write-response.ts';

/** The largest message taken from a client; bytes. kubectl sends 32 KiB at a time. */
const maxMessageBytes = 4 * 1024 * 1024;

/** Turns upgrade requests into message streams between a WebSocket, or a SPDY connection, and the cluster. */
export interface Upgrader {
  /** @returns the answer to give when there is no upgrade */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<ApiResponse | undefined>;
  /** Cuts all connections. */
  close(): void;
}

export function createUpgrader(handler: ApiHandler, gatekeeper: Gatekeeper): Upgrader {
  const chosen = new WeakMap<IncomingMessage, string>();
  const sockets = new Set<Duplex>();
  const server = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    maxPayload: maxMessageBytes,
    handleProtocols: (_offered, request) => chosen.get(request) || false,
  });
  return {
    async upgrade(request, socket, head) {
      const asked = requestHead(request, gatekeeper.credentialsOf(request));
      const wanted = request.headers.upgrade?.toLowerCase() ?? '';
      if (wanted === 'spdy/3.1') {
        sockets.add(socket);
        socket.once('close', () => sockets.delete(socket));
        return upgradeToSpdy(handler, asked, { request, socket, head });
      }
      if (wanted !== 'websocket') return statusResponse(400, 'BadRequest', `cannot upgrade to "${wanted}"`);
      const offered = offeredProtocols(request);
      const isTunnel = offered.includes(tunnelProtocol);
      const answer = await handler.open(asked, isTunnel ? [portForwardProtocol] : offered);
      if (isRefusal(answer)) return answer;
      chosen.set(request, isTunnel ? tunnelProtocol : answer.protocol);
      socket.once('close', () => answer.clientClosed());
      server.handleUpgrade(request, socket, head, (webSocket) => (isTunnel ? joinTunnel : join)(webSocket, answer));
      return undefined;
    },
    close() {
      for (const webSocket of server.clients) webSocket.terminate();
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

function offeredProtocols(request: IncomingMessage): readonly string[] {
  return (request.headers['sec-websocket-protocol'] ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

function join(webSocket: WebSocket, connection: ApiConnection): void {
  webSocket.on('message', (data: Buffer) => connection.receive(new Uint8Array(data)));
  // Followed by `close`, which says it all.
  webSocket.on('error', () => undefined);
  connection.subscribe({
    message(data) {
      webSocket.send(data);
      if (webSocket.bufferedAmount > maxUnreadBytes) webSocket.terminate();
    },
    close: () => webSocket.close(1000),
  });
}
