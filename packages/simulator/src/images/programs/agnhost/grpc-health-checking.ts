import { formatGoDuration, formatTime } from '@podlab/apimachinery';
import {
  type Coroutine,
  anyAddress,
  formatHealthResponse,
  type GrpcAnswer,
  grpcUnimplemented,
  healthCheckMethod,
  type HttpRequest,
  type HttpResponse,
  parseHealthRequest,
  type ProcessContext,
  serveConnections,
  serveGrpcConnection,
  serveHttpConnection,
} from '@podlab/shell';
import { optionOf } from './go-flags.ts';
import { goTextReply } from './go-text-reply.ts';

/** gRPC's number for something that is not there. */
const notFound = 5;

/** @see Go's runtime/signal_unix.go dieFromSignal */
const endedBySignal = 2;

interface HealthState {
  readonly service: string;
  /** When it began. */
  readonly startedMs: number;
  /** After how long it is no longer healthy by itself; negative: never. */
  readonly unhealthyAfterMs: number;
  /** What was asked for over HTTP. */
  forced: 'healthy' | 'unhealthy' | undefined;
}

/**
 * agnhost's `grpc-health-checking`: a gRPC health service, and HTTP to turn it.
 * @see kubernetes v1.36 test/images/agnhost/grpc-health-checking
 */
export function* runGrpcHealthChecking(process: ProcessContext, args: readonly string[]): Coroutine<number> {
  // A Go program that is PID 1 cannot be killed by a signal, so its runtime ends it.
  if (process.pid === 1) for (const signal of ['TERM', 'INT'] as const) process.onSignal(signal, 'handle');
  const port = Number(optionOf(args, 'port') ?? 5000);
  const httpPort = Number(optionOf(args, 'http-port') ?? 8080);
  const state: HealthState = {
    service: optionOf(args, 'service') ?? '',
    startedMs: process.nowMs(),
    unhealthyAfterMs: Number(optionOf(args, 'delay-unhealthy-sec') ?? -1) * 1000,
    forced: undefined,
  };
  yield* log(process, `Http server starting to listen on :${httpPort}`);
  const httpListener = process.sockets.listen({ ip: anyAddress, port: httpPort });
  const listener = process.sockets.listen({ ip: anyAddress, port });
  yield* log(process, `gRPC server starting to listen on :${port}`);
  yield* serveConnections(process, [httpListener, listener], {
    serve: (fd, serving) =>
      process.sockets.connection(fd).local.port === port
        ? serveGrpcConnection(process, fd, (method, body) => check(process, state, { method, body }))
        : serveHttpConnection(process, { answer: (request) => turn(process, state, request) }, { fd, state: serving }),
    onSignal: function* () {
      return process.takeSignal() === undefined ? 'go on' : 'exit';
    },
  });
  return endedBySignal;
}

function* check(
  process: ProcessContext,
  state: HealthState,
  { method, body }: { readonly method: string; readonly body: string },
): Coroutine<GrpcAnswer> {
  if (method !== healthCheckMethod) {
    const [, service = ''] = method.split('/');
    return { code: grpcUnimplemented, message: `unknown service ${service}`, body: '' };
  }
  const started = `${formatTime(state.startedMs).replace('T', ' ').replace('Z', '')} +0000 UTC`;
  yield* log(process, `Serving the Check request for health check, started at ${started}`);
  if (parseHealthRequest(body) !== state.service) return { code: notFound, message: 'unknown service', body: '' };
  const isHealthy = isServing(state, process.nowMs());
  return { code: 0, message: '', body: formatHealthResponse(isHealthy ? 'SERVING' : 'NOT_SERVING') };
}

/** Being told so over HTTP makes it unhealthy; being told otherwise does not help when its time is over. */
function isServing({ forced, startedMs, unhealthyAfterMs }: HealthState, nowMs: number): boolean {
  return forced !== 'unhealthy' && (unhealthyAfterMs < 0 || nowMs - startedMs < unhealthyAfterMs);
}

function* turn(process: ProcessContext, state: HealthState, { target }: HttpRequest): Coroutine<HttpResponse> {
  const [path] = target.split('?');
  const isKnown = path === '/make-not-serving' || path === '/make-serving';
  if (isKnown) {
    state.forced = path === '/make-serving' ? 'healthy' : 'unhealthy';
    yield* log(process, `Mark as ${state.forced}`);
  }
  const status = isKnown ? 200 : 404;
  const body = isKnown ? formatGoDuration(process.nowMs() - state.startedMs) : '404 page not found\n';
  return goTextReply(process, status, body);
}

/** As Go's `log` writes: `2026/11/26 19:06:17 Mark as healthy` */
function* log(process: ProcessContext, text: string): Coroutine<void> {
  const time = formatTime(process.nowMs()).replaceAll('-', '/').replace('T', ' ').replace('Z', '');
  yield* process.write(2, `${time} ${text}\n`);
}
