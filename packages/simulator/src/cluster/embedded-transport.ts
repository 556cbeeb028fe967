import { encodeUtf8 } from '@podlab/apimachinery';
import {
  type KubeTransport,
  type MessageStream,
  TransportError,
  type TransportHeaders,
  type TransportRequest,
} from '@podlab/kube-client';
import type { ApiConnection, ApiRequest, ApiResponse, ApiStream } from '../apiserver/exchange.ts';
import type { Pacer } from '../time/ports.ts';
import type { EmbeddedCluster } from './ports.ts';
import { createWaitingCalls, type WaitingCalls } from './waiting-calls.ts';

/** A reader that lets this much pile up is cut off, as a real API server cuts off a watch that is not read. */
const longestQueueBytes = 32 * 1024 * 1024;

interface TimedCalls {
  readonly call: WaitingCalls;
  readonly pacer: Pick<Pacer, 'noteOutput' | 'beginWait'>;
}

/** The transport within one process: a call, and nothing else. Time passes as `pacer` lets it. */
export function createEmbeddedTransport(
  cluster: Pick<EmbeddedCluster, 'handle' | 'open' | 'time' | 'loadCodeFor'>,
  pacer: Pick<Pacer, 'call' | 'noteOutput' | 'beginWait'>,
): KubeTransport {
  const call = createWaitingCalls(cluster.time, pacer);
  const endings = new Set<() => void>();
  let isClosed = false;
  const refuseWhenClosed = () => {
    if (isClosed) throw new TransportError('the connection to the embedded cluster is closed', undefined);
  };
  return {
    async fetch(path, init = {}) {
      refuseWhenClosed();
      init.signal?.throwIfAborted();
      const request = toApiRequest(path, init);
      const response = await call(
        () => {
          init.signal?.throwIfAborted();
          return cluster.handle(request);
        },
        () => loadCode(cluster, request, 'handle'),
      );
      const answer = response.later ? await answerOf(response.later, init.signal, { call, pacer }) : response;
      return toResponse(answer, init.signal, pacer, endings);
    },
    async connect(path, protocols, { signal, headers = {} }) {
      refuseWhenClosed();
      signal.throwIfAborted();
      const request: ApiRequest = { method: 'GET', path, headers: joined(headers) };
      const answer = await call(
        () => {
          signal.throwIfAborted();
          return cluster.open(request, protocols);
        },
        () => loadCode(cluster, request, 'open'),
      );
      if (!('status' in answer)) return toMessageStream(answer, signal, { call, pacer }, endings);
      const { body } = answer;
      const text = typeof body === 'string' ? body : body instanceof Uint8Array ? new TextDecoder().decode(body) : '';
      throw new TransportError(`the API server refused the upgrade with status ${answer.status}`, {
        status: answer.status,
        body: text,
      });
    },
    async close() {
      isClosed = true;
      for (const end of endings) end();
    },
  };
}

function loadCode(
  cluster: Pick<EmbeddedCluster, 'loadCodeFor'>,
  request: ApiRequest,
  as: 'handle' | 'open',
): Promise<void> | undefined {
  return cluster.loadCodeFor(request, as)?.catch((cause: unknown) => {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new TransportError(`what this request needs could not be loaded (${why}); try again`, undefined);
  });
}

function toApiRequest(path: string, { method = 'GET', headers = {}, body }: TransportRequest): ApiRequest {
  return {
    method,
    path,
    headers: joined(headers),
    ...(body !== undefined && { body: typeof body === 'string' ? encodeUtf8(body) : body }),
  };
}

/** As a server sees headers: names in lower case, several values in one. */
function joined(headers: TransportHeaders): ApiRequest['headers'] {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name.toLowerCase(),
      typeof value === 'string' ? value : value.join(', '),
    ]),
  );
}

/** Waits for an answer that a process gives. */
function answerOf(
  later: NonNullable<ApiResponse['later']>,
  signal: AbortSignal | undefined,
  { call, pacer }: TimedCalls,
): Promise<ApiResponse> {
  const endWait = pacer.beginWait();
  return new Promise((resolve, reject) => {
    const giveUp = later((answer) => {
      signal?.removeEventListener('abort', onAbort);
      endWait();
      resolve(answer);
      pacer.noteOutput();
    });
    const onAbort = () => {
      endWait();
      void call(giveUp);
      reject(signal?.reason);
    };
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}

function toResponse(
  { status, headers, body }: ApiResponse,
  signal: AbortSignal | undefined,
  pacer: Pick<Pacer, 'noteOutput'>,
  endings: Set<() => void>,
): Response {
  const hasBody = status !== 204 && status !== 304;
  if (typeof body === 'string' || body instanceof Uint8Array) {
    return new Response(hasBody ? (body as string | Uint8Array<ArrayBuffer>) : null, { status, headers });
  }
  return new Response(toReadable(body, signal, pacer, endings), { status, headers });
}

function toReadable(
  stream: ApiStream,
  signal: AbortSignal | undefined,
  pacer: Pick<Pacer, 'noteOutput'>,
  endings: Set<() => void>,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  let stop: () => void = () => undefined;
  const release = (finish: () => void) => {
    if (!endings.delete(end)) return;
    signal?.removeEventListener('abort', onAbort);
    stop();
    finish();
    pacer.noteOutput();
  };
  let controller: ReadableStreamDefaultController<Uint8Array<ArrayBuffer>>;
  const end = () => release(() => controller.close());
  const onAbort = () => release(() => controller.error(signal?.reason));
  return new ReadableStream(
    {
      start: (started) => {
        controller = started;
        endings.add(end);
        signal?.addEventListener('abort', onAbort, { once: true });
        stop = stream.subscribe({
          write: (chunk) => {
            if (!endings.has(end)) return;
            controller.enqueue(chunk.slice());
            pacer.noteOutput();
            if ((controller.desiredSize ?? 0) < -longestQueueBytes) {
              release(() => controller.error(new TransportError('the answer was not read fast enough', undefined)));
            }
          },
          end,
        });
        // It may have ended while it was being subscribed to.
        if (!endings.has(end)) stop();
      },
      cancel: () => release(() => undefined),
    },
    { highWaterMark: 65_536, size: (chunk) => chunk.byteLength },
  );
}

function toMessageStream(
  connection: ApiConnection,
  signal: AbortSignal,
  { call, pacer }: TimedCalls,
  endings: Set<() => void>,
): MessageStream {
  const endWait = pacer.beginWait();
  let controller: ReadableStreamDefaultController<Uint8Array>;
  const release = (finish: () => void) => {
    if (!endings.delete(close)) return;
    signal.removeEventListener('abort', onAbort);
    endWait();
    finish();
    pacer.noteOutput();
  };
  const leave = () => void call(() => connection.clientClosed());
  const close = () =>
    release(() => {
      leave();
      controller.close();
    });
  const onAbort = () =>
    release(() => {
      leave();
      controller.error(signal.reason);
    });
  const incoming = new ReadableStream<Uint8Array>({
    start: (started) => {
      controller = started;
      endings.add(close);
      signal.addEventListener('abort', onAbort, { once: true });
      connection.subscribe({
        message: (data) => {
          if (!endings.has(close)) return;
          controller.enqueue(data.slice());
          pacer.noteOutput();
        },
        close: () => release(() => controller.close()),
      });
    },
    cancel: () => release(leave),
  });
  return {
    protocol: connection.protocol,
    incoming: readMessages(incoming),
    send: (message) => {
      if (endings.has(close)) void call(() => connection.receive(message));
    },
    close,
  };
}

async function* readMessages(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    await reader.cancel();
  }
}
