import { type ByteString, textOf } from '../files/bytes.ts';
import { anyAddress, type SocketAddress } from '../network/address.ts';
import type { ProcessContext } from '../process/context.ts';
import { serveConnections, type ServingState } from '../network/serve.ts';
import type { Coroutine } from '../process/process.ts';
import { findHeader, formatResponse, type HttpRequest, type HttpResponse } from './message.ts';
import { HttpSyntaxError, RequestParser } from './parser.ts';
import { greetClient } from './secure.ts';

/** Who asks, and at which of the server's ports. */
export interface HttpPeer {
  readonly remote: SocketAddress;
  readonly local: SocketAddress;
}

export interface HttpServerOptions {
  readonly ports: readonly number[];
  /** Which of them are for HTTPS; default none. */
  readonly securePorts?: readonly number[];
  /** Answers a request; undefined ends the connection without a word. */
  readonly answer: (request: HttpRequest, peer: HttpPeer) => Coroutine<HttpResponse | undefined>;
  /** Serves a client of an HTTPS port whose hello says more than that of a probe. Default: it is refused. */
  readonly serveClient?: (fd: number, hello: ByteString, state: ServingState) => Coroutine<void>;
  /** Answers what is not HTTP. Default: the connection ends. */
  readonly answerGarbage?: (peer: HttpPeer, line: string) => Coroutine<HttpResponse | undefined>;
  /** What to do about a signal that the program handles. @returns how to go on */
  readonly onSignal: () => Coroutine<'go on' | 'finish' | 'exit'>;
  /** Milliseconds after which a silent connection is ended. Default 75 s. */
  readonly keepAliveMs?: number;
}

/** Serves HTTP on some ports until a signal ends it. Throws EADDRINUSE before it serves anything. */
export function* serveHttp(context: ProcessContext, options: HttpServerOptions): Coroutine<void> {
  const listeners = options.ports.map((port) => context.sockets.listen({ ip: anyAddress, port }));
  yield* serveConnections(context, listeners, {
    serve: (fd, state) => serveHttpConnection(context, options, { fd, state }),
    onSignal: options.onSignal,
  });
}

/** Serves HTTP on one connection, until either side ends it. */
export function* serveHttpConnection(
  context: ProcessContext,
  options: Pick<HttpServerOptions, 'securePorts' | 'serveClient' | 'answer' | 'answerGarbage' | 'keepAliveMs'>,
  { fd, state }: { readonly fd: number; readonly state: ServingState },
): Coroutine<void> {
  const { remote, local } = context.sockets.connection(fd);
  const parser = new RequestParser();
  if (options.securePorts?.includes(local.port)) {
    const { serveClient } = options;
    const other = serveClient && ((hello: ByteString) => serveClient(fd, hello, state));
    if (!(yield* greetClient(context, fd, parser, other))) return;
  }
  for (;;) {
    const request = yield* nextRequest(context, options, { fd, state, parser });
    if (request === undefined) return;
    const response = yield* request instanceof HttpSyntaxError
      ? (options.answerGarbage ?? nothing)({ remote, local }, request.line)
      : options.answer(request, { remote, local });
    if (response === undefined) return;
    const isLast = request instanceof HttpSyntaxError || !staysOpen(request, response) || state.isFinishing;
    const isHead = !(request instanceof HttpSyntaxError) && request.method === 'HEAD';
    yield* context.write(fd, formatResponse(isHead ? { ...response, body: '' } : response));
    if (isLast) return;
  }
}

function* nextRequest(
  context: ProcessContext,
  { keepAliveMs = 75_000 }: Pick<HttpServerOptions, 'keepAliveMs'>,
  { fd, state, parser }: { readonly fd: number; readonly state: ServingState; readonly parser: RequestParser },
): Coroutine<HttpRequest | HttpSyntaxError | undefined> {
  const untilMs = context.nowMs() + keepAliveMs;
  for (;;) {
    try {
      const request = parser.next();
      if (request) return request;
    } catch (error) {
      if (error instanceof HttpSyntaxError) return error;
      throw error;
    }
    const connection = context.sockets.connection(fd);
    while (!connection.isReadable()) {
      if (context.nowMs() >= untilMs || (state.isFinishing && !parser.hasStarted)) return undefined;
      yield* context.process.blockUntil(untilMs, connection.changed);
    }
    const bytes = yield* context.read(fd);
    if (bytes.length === 0) return undefined;
    parser.push(textOf(bytes));
  }
}

function* nothing(): Coroutine<HttpResponse | undefined> {
  return undefined;
}

function staysOpen(request: HttpRequest, response: HttpResponse): boolean {
  const wanted = (findHeader(request.headers, 'connection') ?? '').toLowerCase();
  const answered = (findHeader(response.headers, 'connection') ?? '').toLowerCase();
  if (wanted === 'close' || answered === 'close') return false;
  return request.version === 'HTTP/1.1' || wanted === 'keep-alive';
}
