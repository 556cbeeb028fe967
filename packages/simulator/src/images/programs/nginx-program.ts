import { formatTime } from '@podlab/apimachinery';
import {
  type HttpPeer,
  type HttpRequest,
  type HttpResponse,
  findHeader,
  type ProcessContext,
  type Program,
  serveHttp,
  SystemError,
} from '@podlab/shell';
import { type Directive, NginxConfigError } from './nginx-config.ts';
import { answerNginx, faultPage, finishResponse } from './nginx-answer.ts';
import { makeFolders, uselessUser, writeProcessId } from './nginx-files.ts';
import { loadNginxConfig } from './nginx-load.ts';
import { findLocation, type NginxServer, readServers } from './nginx-site.ts';

type Coroutine<T> = Generator<void, T, void>;

/**
 * The nginx server: reads /etc/nginx/nginx.conf with its includes, serves files, `return` and `proxy_pass`, logs to
 * stdout and stderr, ends gracefully on QUIT and at once on TERM and INT, reads its configuration again on HUP.
 */
export function nginxProgram(version: string): Program {
  return {
    name: 'nginx',
    *run(process) {
      const say = (level: string, text: string) => process.complain(logLine(process, level, text));
      let config: readonly Directive[];
      let servers: readonly NginxServer[];
      try {
        config = yield* loadNginxConfig(process);
        servers = readServers(config);
      } catch (error) {
        if (!(error instanceof NginxConfigError)) throw error;
        yield* process.complain(`nginx: [emerg] ${error.message}`);
        return 1;
      }
      if (process.argv.includes('-t')) {
        yield* process.complain('nginx: the configuration file /etc/nginx/nginx.conf syntax is ok');
        yield* process.complain('nginx: configuration file /etc/nginx/nginx.conf test is successful');
        return 0;
      }
      for (const signal of ['QUIT', 'TERM', 'INT', 'HUP'] as const) process.onSignal(signal, 'handle');
      const give = function* (level: string, text: string): Coroutine<void> {
        yield* say(level, text);
        yield* process.complain(`nginx: [${level}] ${text}`);
      };
      const warning = uselessUser(process, config);
      if (warning !== undefined) yield* give('warn', warning);
      const noFolders = makeFolders(process, config);
      if (noFolders !== undefined) {
        yield* give('emerg', noFolders);
        return 1;
      }
      const ports = [...new Set(servers.flatMap((server) => server.ports))];
      const taken = ports.find((port) => process.sockets.stack.listeners.some(({ address }) => address.port === port));
      if (taken !== undefined) {
        yield* give('emerg', `bind() to 0.0.0.0:${taken} failed (98: Address already in use)`);
        return 1;
      }
      for (const notice of noticesOf(version)) yield* say('notice', notice);
      const noPid = writeProcessId(process, config);
      if (noPid !== undefined) {
        yield* give('emerg', noPid);
        return 1;
      }
      process.process.argv = [`nginx: master process ${process.argv.join(' ')}`];
      for (const notice of workers) yield* say('notice', notice);
      const state = { servers, requests: 0 };
      yield* serveHttp(process, {
        ports,
        keepAliveMs: 65_000,
        answer: (request, peer) => answerRequest(process, state, { request, peer, version }),
        answerGarbage: (peer, line) => answerGarbage(process, { peer, line, version }),
        onSignal: () => onSignal(process, state, say),
      });
      yield* say('notice', 'exit');
      return 0;
    },
  };
}

const workers = ['start worker processes', 'start worker process 29', 'start worker process 30'];

function noticesOf(version: string): string[] {
  return [
    'using the "epoll" event method',
    `nginx/${version}`,
    'OS: Linux 6.18.0-podlab',
    'getrlimit(RLIMIT_NOFILE): 1048576:1048576',
  ];
}

interface NginxState {
  servers: readonly NginxServer[];
  requests: number;
}

function* answerRequest(
  process: ProcessContext,
  state: NginxState,
  { request, peer, version }: { readonly request: HttpRequest; readonly peer: HttpPeer; readonly version: string },
): Coroutine<HttpResponse> {
  state.requests += 1;
  const host = (findHeader(request.headers, 'host') ?? '').replace(/:\d+$/, '');
  const atPort = state.servers.filter(({ ports }) => ports.includes(peer.local.port));
  const server = atPort.find(({ names }) => names.includes(host)) ?? atPort[0];
  if (server === undefined) return finishResponse(process, faultPage(404, version), { request, version });
  const location = findLocation(server, request.target.replace(/\?.*/s, ''));
  const answer = yield* answerNginx(process, { server, location, request, peer, version });
  const response = finishResponse(process, answer.response, { request, version });
  if (answer.error !== undefined) {
    const name = server.names[0] ?? '';
    const where = `client: ${peer.remote.ip}, server: ${name}, request: "${requestLine(request)}"`;
    const upstream = answer.upstream === undefined ? '' : `, upstream: "${answer.upstream}"`;
    const error = `*${state.requests} ${answer.error}, ${where}${upstream}, host: "${findHeader(request.headers, 'host') ?? ''}"`;
    yield* process.complain(logLine(process, 'error', error, 29));
  }
  if (location.isLogged) yield* logAccess(process, peer, { line: requestLine(request), request, response });
  return response;
}

function* answerGarbage(
  process: ProcessContext,
  { peer, line, version }: { readonly peer: HttpPeer; readonly line: string; readonly version: string },
): Coroutine<HttpResponse> {
  const response = finishResponse(process, faultPage(400, version), { request: undefined, version });
  yield* logAccess(process, peer, { line, request: undefined, response });
  return response;
}

function* logAccess(
  process: ProcessContext,
  { remote }: HttpPeer,
  entry: { readonly line: string; readonly request: HttpRequest | undefined; readonly response: HttpResponse },
): Coroutine<void> {
  const header = (name: string) => (entry.request && findHeader(entry.request.headers, name)) || '-';
  const iso = formatTime(process.nowMs());
  const month = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ')[Number(iso.slice(5, 7)) - 1];
  const time = `${iso.slice(8, 10)}/${month}/${iso.slice(0, 4)}:${iso.slice(11, 19)} +0000`;
  const bytes = entry.request?.method === 'HEAD' ? 0 : entry.response.body.length;
  const tail = `"${header('referer')}" "${header('user-agent')}" "${header('x-forwarded-for')}"`;
  yield* process.write(1, `${remote.ip} - - [${time}] "${entry.line}" ${entry.response.status} ${bytes} ${tail}\n`);
}

function* onSignal(
  process: ProcessContext,
  state: NginxState,
  say: (level: string, text: string) => Coroutine<void>,
): Coroutine<'go on' | 'finish' | 'exit'> {
  const signal = process.takeSignal();
  if (signal === undefined) return 'go on';
  if (signal === 'HUP') {
    yield* say('notice', 'signal 1 (SIGHUP) received from 0, reconfiguring');
    try {
      state.servers = readServers(yield* loadNginxConfig(process));
    } catch (error) {
      if (!(error instanceof NginxConfigError) && !(error instanceof SystemError)) throw error;
      yield* say('emerg', error.message);
    }
    return 'go on';
  }
  const number = { QUIT: 3, TERM: 15, INT: 2 }[signal as 'QUIT' | 'TERM' | 'INT'];
  const what = signal === 'QUIT' ? 'shutting down' : 'exiting';
  yield* say('notice', `signal ${number} (SIG${signal}) received, ${what}`);
  return signal === 'QUIT' ? 'finish' : 'exit';
}

function requestLine({ method, target, version }: HttpRequest): string {
  return `${method} ${target}${version === 'HTTP/0.9' ? '' : ` ${version}`}`;
}

function logLine(process: ProcessContext, level: string, text: string, worker = process.pid): string {
  return `${timeOf(process.nowMs())} [${level}] ${worker}#${worker}: ${text}`;
}

function timeOf(nowMs: number): string {
  return formatTime(nowMs).slice(0, 19).replaceAll('-', '/').replace('T', ' ');
}
