import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { ApiConnection, ApiResponse } from '@podlab/simulator';
import { type WebSocket, WebSocketServer } from 'ws';
import { type ApiHandler, isRefusal } from './api-handler.ts';
import { requestHead } from './read-request.ts';
import { statusResponse } from './status-response.ts';
import { maxUnreadBytes } from './write-response.ts';

/** The largest message taken from a client; bytes. kubectl sends 32 KiB at a time. */
const maxMessageBytes = 4 * 1024 * 1024;

/** So many clients may be between their two questions. */
const rememberedRefusals = 32;

const spdyRefused =
  'this cluster speaks WebSocket only, and your client asked for SPDY: ' +
  'use kubectl 1.30 or newer (kubectl 1.29: set KUBECTL_REMOTE_COMMAND_WEBSOCKETS=true)';

/** Turns upgrade requests into message streams between a WebSocket and the cluster. */
export interface Upgrader {
  /** @returns the answer to give when there is no upgrade */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<ApiResponse | undefined>;
  /** Cuts all connections. */
  close(): void;
}

export function createUpgrader(handler: ApiHandler): Upgrader {
  const refusals = createRefusals();
  const chosen = new WeakMap<IncomingMessage, string>();
  const server = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    maxPayload: maxMessageBytes,
    handleProtocols: (_offered, request) => chosen.get(request) || false,
  });
  return {
    async upgrade(request, socket, head) {
      const wanted = request.headers.upgrade?.toLowerCase() ?? '';
      if (wanted !== 'websocket') return refusals.answer(request, wanted);
      const answer = await handler.open(requestHead(request), offeredProtocols(request));
      if (isRefusal(answer)) {
        refusals.note(request, answer);
        return answer;
      }
      chosen.set(request, answer.protocol);
      socket.once('close', () => answer.clientClosed());
      server.handleUpgrade(request, socket, head, (webSocket) => join(webSocket, answer));
      return undefined;
    },
    close() {
      for (const webSocket of server.clients) webSocket.terminate();
      server.close();
    },
  };
}

/**
 * kubectl asks again by SPDY when its WebSocket was refused, and shows the second answer only: so that answer is the
 * first one where there was one.
 */
function createRefusals() {
  const recent = new Map<string, ApiResponse>();
  const keyOf = (request: IncomingMessage) => `${request.headers['user-agent'] ?? ''} ${request.url ?? ''}`;
  return {
    note(request: IncomingMessage, answer: ApiResponse): void {
      recent.set(keyOf(request), answer);
      const [oldest] = recent.keys();
      if (recent.size > rememberedRefusals && oldest !== undefined) recent.delete(oldest);
    },
    answer(request: IncomingMessage, wanted: string): ApiResponse {
      if (!wanted.startsWith('spdy/')) return statusResponse(400, 'BadRequest', `cannot upgrade to "${wanted}"`);
      const noted = recent.get(keyOf(request));
      recent.delete(keyOf(request));
      return noted ?? statusResponse(400, 'BadRequest', spdyRefused);
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
