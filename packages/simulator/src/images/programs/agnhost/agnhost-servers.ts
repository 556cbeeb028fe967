import { formatGoDuration } from '@podlab/apimachinery';
import {
  anyAddress,
  type HttpRequest,
  type HttpResponse,
  type ProcessContext,
  serveConnections,
  serveHttp,
  SystemError,
} from '@podlab/shell';
import { endBySignal } from './agnhost-tools.ts';
import { optionOf } from './go-flags.ts';
import { goLog } from './go-log.ts';
import { goTextReply } from './go-text-reply.ts';

type Run = Generator<void, number, void>;
type Answer = Generator<void, HttpResponse, void>;

/** What a Go program that handles no signal ends with. */
const endedBySignal = 2;
/** How long `liveness` is well. */
const healthyMs = 10_000;
/** How long `serve-hostname` waits to be killed once it has been told to end. */
const awaitDeletionMs = 60_000;

/** `liveness`: well for ten seconds, then not any more. */
export function* serveLiveness(process: ProcessContext): Run {
  const startedMs = process.nowMs();
  yield* serveUntilKilled(process, [8080], function* ({ target }) {
    const [path = '/', search] = target.split('?');
    const ranMs = process.nowMs() - startedMs;
    if (path === '/started') return goTextReply(process, 200, formatGoDuration(ranMs));
    if (path === '/healthz') {
      return ranMs > healthyMs ? goTextReply(process, 500, `error: ${ranMs / 1000}`) : goTextReply(process, 200, 'ok');
    }
    if (path !== '/redirect') return notFound(process);
    const location = new URLSearchParams(search).get('loc') ?? '';
    return redirect(process, 302, location);
  });
  return endedBySignal;
}

/** `test-webserver [--port=80]`: any file of the container. */
export function* testWebserver(process: ProcessContext, args: readonly string[]): Run {
  yield* serveUntilKilled(process, [Number(optionOf(args, 'port') ?? 80)], function* ({ target }) {
    const path = decodeURIComponent(target.split('?')[0] ?? '/');
    const own: [string, string][] = [
      ['Access-Control-Allow-Origin', '*'],
      ['Cache-Control', 'private'],
    ];
    const found = yield* fileOrList(process, path);
    const response = found === undefined ? notFound(process) : goTextReply(process, 200, found.body);
    const type = found?.type ?? 'text/plain; charset=utf-8';
    const headers = response.headers.map(([name, value]): [string, string] => [
      name,
      name === 'Content-Type' ? type : value,
    ]);
    return { ...response, headers: [...own, ...headers] };
  });
  return endedBySignal;
}

function* fileOrList(
  process: ProcessContext,
  path: string,
): Generator<void, { body: string; type: string } | undefined, void> {
  try {
    if (process.files.stat(path).kind === 'directory') {
      const links = process.files
        .list(path)
        .toSorted()
        .map((name) => (process.files.stat(`${path}/${name}`).kind === 'directory' ? `${name}/` : name))
        .map((name) => `<a href="${name}">${name}</a>\n`);
      const head = '<!doctype html>\n<meta name="viewport" content="width=device-width">\n';
      return { body: `${head}<pre>\n${links.join('')}</pre>\n`, type: 'text/html; charset=utf-8' };
    }
    const fd = process.files.open(path);
    const body = yield* process.readAll(fd);
    process.process.descriptors.close(fd);
    return { body, type: path.endsWith('.html') ? 'text/html; charset=utf-8' : 'text/plain; charset=utf-8' };
  } catch (error) {
    if (!(error instanceof SystemError) || error.code === 'EINTR') throw error;
    return undefined;
  }
}

/** `porter [--json-response]`: serves the values of `SERVE_PORT_N` at the ports N. */
export function* porter(process: ProcessContext, args: readonly string[]): Run {
  const values = new Map<number, string>();
  for (const [name, value] of process.env) {
    const port = /^SERVE_(?:TCP_)?PORT_(\d+)$/.exec(name)?.[1];
    if (port !== undefined) values.set(Number(port), value);
  }
  const isJson = args.some((argument) => /^--?json-response(=true)?$/.test(argument));
  yield* serveUntilKilled(process, [...values.keys()], function* ({ method }, port) {
    const value = values.get(port) ?? '';
    if (!isJson) return goTextReply(process, 200, value);
    const response = goTextReply(process, 200, JSON.stringify({ Method: method, Body: value }));
    const headers = response.headers.map(([name, text]): [string, string] => [
      name,
      name === 'Content-Type' ? 'application/json' : text,
    ]);
    return { ...response, headers };
  });
  return endedBySignal;
}

/** `serve-hostname [--port=9376] [--tcp --http=false]`: says what the Pod is called. Told to end, it waits to be killed. */
export function* serveHostname(process: ProcessContext, args: readonly string[]): Run {
  const port = Number(optionOf(args, 'port') ?? 9376);
  const { hostname } = process.container;
  process.onSignal('TERM', 'handle');
  if (process.pid === 1) process.onSignal('INT', 'handle');
  const onSignal = function* () {
    const signal = process.takeSignal();
    if (signal === undefined) return 'go on' as const;
    if (signal !== 'TERM') return 'exit' as const;
    yield* goLog(process, 'Shutting down after receiving signal: terminated.');
    yield* goLog(process, 'Awaiting pod deletion.');
    yield* process.sleep(awaitDeletionMs);
    return 'exit' as const;
  };
  yield* goLog(process, `Serving on port ${port}.`);
  if (args.some((argument) => /^--?tcp(=true)?$/.test(argument))) {
    yield* serveConnections(process, [process.sockets.listen({ ip: anyAddress, port })], {
      *serve(fd) {
        const { remote } = process.sockets.connection(fd);
        yield* goLog(process, `TCP request from ${remote.ip}:${remote.port}`);
        yield* process.write(fd, hostname);
      },
      onSignal,
    });
    return 0;
  }
  yield* serveHttp(process, {
    ports: [port],
    *answer(_request, { remote }) {
      yield* goLog(process, `HTTP request from ${remote.ip}:${remote.port}`);
      return goTextReply(process, 200, hostname);
    },
    onSignal,
  });
  return 0;
}

/** As Go's `http.Redirect`. */
export function redirect(process: ProcessContext, status: number, location: string): HttpResponse {
  const { headers, ...response } = goTextReply(process, status, '');
  return { ...response, headers: [...headers, ['Location', location]] };
}

export function notFound(process: ProcessContext): HttpResponse {
  return goTextReply(process, 404, '404 page not found\n');
}

/** Serves until the program is killed, as one does that handles no signal. */
function* serveUntilKilled(
  process: ProcessContext,
  ports: readonly number[],
  answer: (request: HttpRequest, port: number) => Answer,
): Generator<void, void, void> {
  endBySignal(process);
  yield* serveHttp(process, {
    ports,
    answer: (request, { local }) => answer(request, local.port),
    onSignal: function* () {
      return process.takeSignal() === undefined ? 'go on' : 'exit';
    },
  });
}
