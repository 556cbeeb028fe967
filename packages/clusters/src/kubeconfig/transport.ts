import type { IncomingMessage } from 'node:http';
import { request as httpRequest } from 'node:http';
import { Agent, request as httpsRequest } from 'node:https';
import { type KubeTransport, TransportError, type TransportHeaders, type TransportRequest } from '@podlab/kube-client';
import { openWebSocket } from './message-stream.ts';
import type { ClusterAccess } from './read.ts';

/** Answers that may not have a body; `Response` refuses one for them. */
const bodiless = new Set([101, 204, 205, 304]);

/**
 * Reaches a cluster over HTTPS and WebSocket, with the token or client certificate of a kubeconfig. Connections are
 * kept and used again.
 */
export function createKubeconfigTransport(access: ClusterAccess): KubeTransport {
  const tls = {
    ...(access.certificateAuthority && { ca: access.certificateAuthority }),
    ...(access.clientCertificate && { cert: access.clientCertificate }),
    ...(access.clientKey && { key: access.clientKey }),
  };
  const credentials: Record<string, string> = access.token ? { authorization: `Bearer ${access.token}` } : {};
  const agent = new Agent({ keepAlive: true, ...tls });
  const ended = new AbortController();
  const withEnd = (signal: AbortSignal | undefined) =>
    signal ? AbortSignal.any([signal, ended.signal]) : ended.signal;
  return {
    fetch: (path, init = {}) =>
      exchange(`${access.server}${path}`, { agent, credentials, init, signal: withEnd(init.signal) }),
    connect: (path, protocols, { signal, headers }) =>
      openWebSocket(`${access.server.replace(/^http/, 'ws')}${path}`, protocols, {
        tls,
        headers: { ...credentials, ...toNode(headers) },
        signal: withEnd(signal),
      }),
    async close() {
      ended.abort(new TransportError('the transport was closed', undefined));
      agent.destroy();
    },
  };
}

interface Exchange {
  readonly agent: Agent;
  readonly credentials: Readonly<Record<string, string>>;
  readonly init: TransportRequest;
  readonly signal: AbortSignal;
}

function exchange(url: string, { agent, credentials, init, signal }: Exchange): Promise<Response> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const secure = url.startsWith('https:');
    const send = secure ? httpsRequest : httpRequest;
    const request = send(url, {
      method: init.method ?? 'GET',
      headers: { ...credentials, ...toNode(init.headers), ...lengthOf(init.body) },
      ...(secure && { agent }),
    });
    let answer: IncomingMessage | undefined;
    const abort = () => (answer ?? request).destroy(abortError(signal));
    signal.addEventListener('abort', abort, { once: true });
    request.once('close', () => signal.removeEventListener('abort', abort));
    request.on('error', (cause) =>
      reject(signal.aborted ? signal.reason : new TransportError(unreachable(url, cause), undefined, { cause })),
    );
    request.once('response', (message) => {
      answer = message;
      resolve(toResponse(message, signal));
    });
    request.end(init.body);
  });
}

/** Several values of one header are sent as several headers. */
function toNode(headers: TransportHeaders = {}): Record<string, string | string[]> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, typeof value === 'string' ? value : [...value]]),
  );
}

/** Node leaves it out of a DELETE, and the server would take the body for the next request. */
function lengthOf(body: TransportRequest['body']): Record<string, number> {
  return body === undefined ? {} : { 'content-length': Buffer.byteLength(body) };
}

function toResponse(message: IncomingMessage, signal: AbortSignal): Response {
  const status = message.statusCode ?? 500;
  const headers = new Headers();
  for (const [name, value] of Object.entries(message.headers))
    for (const one of Array.isArray(value) ? value : [value ?? '']) headers.append(name, one);
  if (bodiless.has(status)) message.resume();
  const body = bodiless.has(status) ? null : toBody(message, signal);
  return new Response(body, { status, statusText: message.statusMessage ?? '', headers });
}

/** Reads from the socket only when asked. Fails with the signal's reason, or with a `TransportError` when cut. */
function toBody(message: IncomingMessage, signal: AbortSignal): ReadableStream<Uint8Array<ArrayBuffer>> {
  const chunks = message[Symbol.asyncIterator]();
  // Whoever reads the body learns of it; where nobody does, it must not end the process.
  message.on('error', () => undefined);
  return new ReadableStream(
    {
      async pull(controller) {
        try {
          const { done, value } = await chunks.next();
          if (done) controller.close();
          else controller.enqueue(new Uint8Array(value));
        } catch (cause) {
          signal.throwIfAborted();
          throw new TransportError(`the answer was cut short: ${String(cause)}`, undefined, { cause });
        }
      },
      cancel: () => void message.destroy(),
    },
    { highWaterMark: 0 },
  );
}

/** Streams report why they ended as an `Error`; an abort's reason may be anything. */
function abortError(signal: AbortSignal): Error {
  return signal.reason instanceof Error ? signal.reason : new Error('aborted', { cause: signal.reason });
}

function unreachable(url: string, cause: Error): string {
  return `no answer from ${new URL(url).origin}: ${cause.message}`;
}
