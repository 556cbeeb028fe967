import {
  type HttpPeer,
  type HttpRequest,
  type HttpResponse,
  httpDate,
  type ProcessContext,
  type Program,
  serveHttp,
} from '@podlab/shell';
import { optionOf } from './go-flags.ts';
import { goTextReply } from './go-text-reply.ts';
import { runGrpcHealthChecking } from './grpc-health-checking.ts';

type Coroutine<T> = Generator<void, T, void>;

const subcommands = ['grpc-health-checking', 'netexec', 'pause', 'serve-hostname'] as const;

/**
 * The test server of Kubernetes' own end-to-end tests, as far as it is simulated: `netexec` (echo, hostname, clientip,
 * healthz, exit, redirect, shutdown), `grpc-health-checking`, `serve-hostname` and `pause`.
 * @see registry.k8s.io/e2e-test-images/agnhost
 */
export const agnhostProgram: Program = {
  name: 'agnhost',
  *run(process) {
    const [command = 'pause', ...args] = process.argv.slice(1);
    if (command === 'grpc-health-checking') return yield* runGrpcHealthChecking(process, args);
    for (const signal of ['TERM', 'INT'] as const) process.onSignal(signal, 'handle');
    if (command === 'pause') {
      yield* process.write(1, 'Paused\n');
      yield* process.pause();
      return 0;
    }
    if (!subcommands.some((known) => known === command)) {
      yield* process.complain(
        `agnhost: ${JSON.stringify(command)} is not simulated here. There are: ${subcommands.join(', ')}.`,
      );
      return 1;
    }
    const isNetexec = command === 'netexec';
    const port = Number(optionOf(args, isNetexec ? 'http-port' : 'port') ?? (isNetexec ? 8080 : 9376));
    const delayMs = Number(optionOf(args, 'delay-shutdown') ?? 0) * 1000;
    yield* process.complain(isNetexec ? `Started HTTP server on port ${port}` : `Serving on port ${port}.`);
    yield* serveHttp(process, {
      ports: [port],
      answer: (request, peer) =>
        isNetexec ? answer(process, request, peer) : reply(process, 200, process.container.hostname),
      onSignal: function* () {
        const signal = process.takeSignal();
        if (signal === undefined) return 'go on';
        if (delayMs > 0) yield* process.sleep(delayMs);
        return 'exit';
      },
    });
    return 0;
  },
};

function* answer(process: ProcessContext, request: HttpRequest, { remote }: HttpPeer): Coroutine<HttpResponse> {
  const [path = '/', search = ''] = request.target.split(/\?(.*)/s);
  const query = new URLSearchParams(search || (request.method === 'POST' ? request.body : ''));
  yield* process.complain(`GET ${request.target}`);
  switch (path) {
    case '/':
      return yield* reply(process, 200, `NOW: ${httpDate(process.nowMs())}`);
    case '/hostname':
    case '/hostName':
      return yield* reply(process, 200, process.container.hostname);
    case '/clientip':
      return yield* reply(process, 200, `${remote.ip}:${remote.port}`);
    case '/header':
      return yield* reply(process, 200, request.headers.find(([name]) => same(name, query.get('key')))?.[1] ?? '');
    case '/echo':
      return yield* reply(process, Number(query.get('code') ?? 200), query.get('msg') ?? '');
    case '/healthz':
      return yield* reply(process, 200, '');
    case '/shutdown':
      return yield* exit(process, 0);
    case '/exit': {
      const waitMs = /^(\d+)(ms|s)?$/.exec(query.get('wait') ?? '');
      if (waitMs) yield* process.sleep(Number(waitMs[1]) * (waitMs[2] === 'ms' ? 1 : 1000));
      return yield* exit(process, Number(query.get('code') ?? 0));
    }
    case '/redirect': {
      const status = Number(query.get('code') ?? 302);
      const response = yield* reply(process, status, '');
      return { ...response, headers: [...response.headers, ['Location', query.get('location') ?? '/']] };
    }
    default:
      return yield* reply(process, 404, '404 page not found\n');
  }
}

/** Ends the whole process, the connection that asked for it included. */
function* exit(process: ProcessContext, code: number): Coroutine<never> {
  yield* process.flush();
  return process.exit(code);
}

function* reply(process: ProcessContext, status: number, body: string): Coroutine<HttpResponse> {
  return goTextReply(process, status, body);
}

function same(name: string, wanted: string | null): boolean {
  return name.toLowerCase() === (wanted ?? '').toLowerCase();
}
