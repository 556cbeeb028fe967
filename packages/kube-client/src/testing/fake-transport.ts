import {
  type KubeTransport,
  type MessageStream,
  TransportError,
  type TransportHeaders,
  type TransportRequest,
} from '../transport.ts';

/** A request as a fake server sees it. */
export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: TransportHeaders;
  readonly body: string;
}

/** A transport whose answers a test makes; it keeps what was asked. */
export function createFakeTransport(
  answer: (request: SeenRequest) => Response | Promise<Response>,
  connect: (path: string, protocols: readonly string[]) => MessageStream = () => {
    throw new TransportError('no streams here', undefined);
  },
): KubeTransport & { readonly seen: SeenRequest[] } {
  const seen: SeenRequest[] = [];
  return {
    seen,
    fetch: async (path, init: TransportRequest = {}) => {
      const url = new URL(path, 'http://cluster');
      const body = typeof init.body === 'string' ? init.body : new TextDecoder().decode(init.body);
      const request = {
        method: init.method ?? 'GET',
        path: url.pathname,
        query: url.searchParams,
        headers: init.headers ?? {},
        body,
      };
      seen.push(request);
      return answer(request);
    },
    connect: async (path, protocols) => connect(path, protocols),
    close: async () => {},
  };
}

/** An answer in JSON. */
export function json(body: unknown, status = 200): Response {
  return new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } });
}

/** An answer that gives these chunks and then ends. */
export function chunks(...texts: string[]): Response {
  const encoder = new TextEncoder();
  return new Response(
    new ReadableStream<Uint8Array>({
      start: (controller) => {
        for (const text of texts) controller.enqueue(encoder.encode(text));
        controller.close();
      },
    }),
  );
}
