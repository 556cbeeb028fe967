import type { ServerResponse } from 'node:http';
import type { ApiResponse, ApiStream } from '@podlab/simulator';

/**
 * Bytes that may wait for one client that does not read. Past it the connection is cut: a watcher lists again, as it
 * does when a real API server drops a slow watch.
 */
export const maxUnreadBytes = 8 * 1024 * 1024;

/** Sends an answer. One that goes on is sent as it comes, until it ends or the client goes. */
export function writeResponse(response: ServerResponse, answer: ApiResponse): void {
  if (answer.later) {
    const giveUp = answer.later((own) => {
      if (!response.destroyed) writeResponse(response, own);
    });
    response.once('close', giveUp);
    return;
  }
  const { body } = answer;
  if (typeof body === 'string' || body instanceof Uint8Array) {
    response.writeHead(answer.status, { ...answer.headers, 'content-length': Buffer.byteLength(body) });
    response.end(body);
  } else {
    response.writeHead(answer.status, answer.headers);
    response.flushHeaders();
    pour(body, response);
  }
}

function pour(stream: ApiStream, response: ServerResponse): void {
  let stop: (() => void) | undefined;
  let closed = false;
  response.once('close', () => {
    closed = true;
    stop?.();
  });
  const unsubscribe = stream.subscribe({
    write(chunk) {
      if (closed) return;
      response.write(chunk);
      if (response.writableLength > maxUnreadBytes) response.destroy();
    },
    end() {
      if (!closed) response.end();
    },
  });
  // `subscribe` writes what is there at once: the client may be gone before it returns.
  if (closed) unsubscribe();
  else stop = unsubscribe;
}
