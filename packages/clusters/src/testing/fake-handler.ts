import type { ApiConnection, ApiRequest, ApiResponse, ApiStream } from '@podlab/simulator';
import type { ApiHandler } from '../embedded/api-handler.ts';

/** An `ApiHandler` whose answers a test writes, and which remembers what it was asked. */
export interface FakeHandler extends ApiHandler {
  readonly requests: ApiRequest[];
}

export function createFakeHandler(
  answer: (request: ApiRequest) => ApiResponse,
  open: (request: ApiRequest, protocols: readonly string[]) => ApiConnection | ApiResponse = answer,
): FakeHandler {
  const requests: ApiRequest[] = [];
  return {
    requests,
    handle(request) {
      requests.push(request);
      return answer(request);
    },
    open(request, protocols) {
      requests.push(request);
      return open(request, protocols);
    },
  };
}

export function jsonAnswer(body: unknown, status = 200): ApiResponse {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}

/** A stream that a test writes to. */
export interface FakeStream extends ApiStream {
  write(text: string): void;
  end(): void;
  readonly stopped: boolean;
}

export function createFakeStream(): FakeStream {
  let sink: Parameters<ApiStream['subscribe']>[0] | undefined;
  let stopped = false;
  return {
    subscribe(given) {
      sink = given;
      return () => {
        stopped = true;
      };
    },
    write: (text) => sink?.write(new TextEncoder().encode(text)),
    end: () => sink?.end(),
    get stopped() {
      return stopped;
    },
  };
}

/** An upgraded connection that greets, sends every message back, and closes when told `close`. */
export function createEchoConnection(protocol: string): ApiConnection & { readonly closed: boolean } {
  let sink: Parameters<ApiConnection['subscribe']>[0] | undefined;
  let closed = false;
  return {
    protocol,
    receive(message) {
      if (new TextDecoder().decode(message) === 'close') sink?.close();
      else sink?.message(message);
    },
    clientClosed() {
      closed = true;
    },
    subscribe(given) {
      sink = given;
      sink.message(new TextEncoder().encode('hello'));
    },
    get closed() {
      return closed;
    },
  };
}
