import { type MessageStream, TransportError } from '@podlab/kube-client';
import { WebSocket } from 'ws';

/** What `ws` gives as close code when there was no closing handshake (RFC 6455, 7.4.1). */
const cutOff = 1006;

interface OpenOptions {
  readonly tls: { readonly ca?: string; readonly cert?: string; readonly key?: string };
  readonly headers: Record<string, string | string[]>;
  readonly signal: AbortSignal;
}

/** @throws TransportError when there is no upgrade; the signal's reason when it is aborted first */
export async function openWebSocket(
  url: string,
  protocols: readonly string[],
  { tls, headers, signal }: OpenOptions,
): Promise<MessageStream> {
  signal.throwIfAborted();
  const socket = new WebSocket(url, [...protocols], { ...tls, headers, perMessageDeflate: false });
  const incoming = createIncoming(socket, signal);
  const abort = () => socket.terminate();
  signal.addEventListener('abort', abort, { once: true });
  socket.once('close', () => signal.removeEventListener('abort', abort));
  await opened(socket, url, signal);
  return {
    protocol: socket.protocol,
    incoming,
    send: (message) => socket.send(message),
    close: () => socket.close(1000),
  };
}

function opened(socket: WebSocket, url: string, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once('open', () => resolve());
    socket.once('error', (cause) =>
      reject(
        signal.aborted
          ? signal.reason
          : new TransportError(`no answer from ${new URL(url).origin}: ${cause.message}`, undefined, { cause }),
      ),
    );
    socket.once('unexpected-response', (request, response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.once('close', () => {
        request.destroy();
        const status = response.statusCode ?? 500;
        const body = Buffer.concat(chunks).toString('utf8');
        reject(new TransportError(`the server refused the upgrade with status ${status}`, { status, body }));
      });
    });
  });
}

/** Keeps messages until they are asked for. Past 64 waiting the socket stops reading, so the server feels it. */
function createIncoming(socket: WebSocket, signal: AbortSignal): AsyncIterable<Uint8Array> {
  const waiting: Uint8Array[] = [];
  let closed = false;
  let failure: Error | undefined;
  let wake: (() => void) | undefined;
  const changed = () => {
    wake?.();
    wake = undefined;
  };
  socket.on('message', (data: Buffer) => {
    waiting.push(new Uint8Array(data));
    if (waiting.length >= 64) socket.pause();
    changed();
  });
  socket.on('error', (error) => {
    failure = error;
  });
  socket.on('close', (code) => {
    if (code === cutOff) failure ??= new Error('the connection was cut');
    closed = true;
    changed();
  });
  return {
    async *[Symbol.asyncIterator]() {
      try {
        for (;;) {
          const next = waiting.shift();
          if (next) {
            yield next;
            continue;
          }
          if (closed) signal.throwIfAborted();
          if (closed && failure) throw new TransportError(failure.message, undefined, { cause: failure });
          if (closed) return;
          if (socket.isPaused) socket.resume();
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        }
      } finally {
        socket.close(1000);
      }
    },
  };
}
