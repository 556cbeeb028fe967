import { formatTime } from '@podlab/apimachinery';
import {
  type Coroutine,
  type HttpPeer,
  type HttpRequest,
  type HttpResponse,
  findHeader,
  kernelRelease,
  type ProcessContext,
  type Program,
  serveHttp,
  SystemError,
} from '@podlab/shell';
import { type NginxCommand, parseNginxCommand } from './nginx-command.ts';
import { type Directive, NginxConfigError } from './nginx-config.ts';
import { answerNginx, faultPage, finishResponse } from './nginx-answer.ts';
import { forgetProcessId, makeFolders, readProcessId, uselessUser, writeProcessId } from './nginx-files.ts';
import { loadNginxConfig } from './nginx-load.ts';
import { findLocation, type NginxServer, readServers } from './nginx-site.ts';

/**
 * The nginx server: reads /etc/nginx/nginx.conf with its includes, serves files, `return` and `proxy_pass`, logs to
 * stdout and stderr, ends gracefully on QUIT and at once on TERM and INT, reads its configuration again on HUP.
 */
export function nginxProgram(version: string): Program {
  return {
    name: 'nginx',
    *run(process) {
      const command = parseNginxCommand(process.argv.slice(1));
      if (typeof command === 'string') {
        yield* process.complain(`nginx: ${command}`);
        return 1;
      }
      if (command.asks === 'version' || command.asks === 'help') {
        yield* process.complain(`nginx version: nginx/${version}${command.asks === 'help' ? `\n${usage}` : ''}`);
        return 0;
      }
      let directives: readonly Directive[];
      let servers: readonly NginxServer[];
      const read: string[] = [];
      const onFile = (file: string, text: string) => read.push(`# configuration file ${file}:\n${text}\n`);
      try {
        directives = yield* loadNginxConfig(process, { ...command, onFile });
        servers = readServers(directives);
      } catch (error) {
        if (!(error instanceof NginxConfigError)) throw error;
        yield* sayTwice(process, 'emerg', error.message);
        if (command.asks !== 'run' && command.asks !== 'signal')
          yield* process.complain(`nginx: configuration file ${command.file} test failed`);
        return 1;
      }
      if (command.asks === 'signal') return yield* sendSignal(process, directives, command.signal ?? 'TERM');
      if (command.asks === 'run') return yield* start(process, { command, directives, servers, version });
      if (!command.isQuiet) {
        yield* process.complain(`nginx: the configuration file ${command.file} syntax is ok`);
        yield* process.complain(`nginx: configuration file ${command.file} test is successful`);
      }
      if (command.asks === 'dump') yield* process.write(1, read.join(''));
      return 0;
    },
  };
}

const usage = `Usage: nginx [-?hvVtTq] [-s signal] [-p prefix]
             [-e filename] [-c filename] [-g directives]`;

interface Setup {
  readonly command: NginxCommand;
  readonly directives: readonly Directive[];
  readonly servers: readonly NginxServer[];
  readonly version: string;
}

function* start(process: ProcessContext, { command, directives, servers, version }: Setup): Coroutine<number> {
  const say = (level: string, text: string) => process.complain(logLine(process, level, text));
  const warning = uselessUser(process, directives);
  if (warning !== undefined) yield* sayTwice(process, 'warn', warning);
  const noFolder = makeFolders(process, directives);
  if (noFolder !== undefined) {
    yield* sayTwice(process, 'emerg', noFolder);
    return 1;
  }
  const ports = [...new Set(servers.flatMap((server) => server.ports))];
  const isTaken = (port: number) => process.sockets.stack.listeners.some(({ address }) => address.port === port);
  for (let attempt = 0; ports.some(isTaken); attempt += 1) {
    if (attempt === bindAttempts) {
      yield* sayTwice(process, 'emerg', 'still could not bind()');
      return 1;
    }
    for (const port of ports.filter(isTaken))
      yield* sayTwice(process, 'emerg', `bind() to 0.0.0.0:${port} failed (98: Address already in use)`);
    yield* say('notice', 'try again to bind() after 500ms');
    yield* process.sleep(500);
  }
  const notices = [
    'using the "epoll" event method',
    `nginx/${version}`,
    `OS: Linux ${kernelRelease}`,
    'getrlimit(RLIMIT_NOFILE): 1048576:1048576',
  ];
  for (const notice of notices) yield* say('notice', notice);
  const isInForeground = directives.some(({ name, args }) => name === 'daemon' && args[0] === 'off');
  const serve = (master: ProcessContext) => serveAsMaster(master, { command, directives, servers, version });
  if (isInForeground) return yield* serve(process);
  process.fork(serve);
  yield* process.breathe();
  return 0;
}

const bindAttempts = 5;

/** In the log, which is the standard error too, and there itself. */
function* sayTwice(process: ProcessContext, level: 'warn' | 'emerg', text: string): Coroutine<void> {
  yield* process.complain(logLine(process, level, text));
  yield* process.complain(`nginx: [${level}] ${text}`);
}

function* serveAsMaster(process: ProcessContext, { command, directives, servers, version }: Setup): Coroutine<number> {
  const say = (level: string, text: string) => process.complain(logLine(process, level, text));
  const noNumber = writeProcessId(process, directives);
  if (noNumber !== undefined) {
    yield* sayTwice(process, 'emerg', noNumber);
    return 1;
  }
  for (const signal of ['QUIT', 'TERM', 'INT', 'HUP', 'USR1'] as const) process.onSignal(signal, 'handle');
  const state: NginxState = { servers, requests: 0, workers: [29, 30] };
  yield* say('notice', 'start worker processes');
  for (const worker of state.workers) yield* say('notice', `start worker process ${worker}`);
  yield* serveHttp(process, {
    ports: [...new Set(servers.flatMap((server) => server.ports))],
    keepAliveMs: 65_000,
    answer: (request, peer) => answerRequest(process, state, { request, peer, version }),
    answerGarbage: (peer, line) => answerGarbage(process, { peer, line, version }),
    onSignal: () => onSignal(process, state, command),
  });
  yield* endWorkers(process, state.workers, state.isGraceful ?? false);
  yield* say('notice', 'exit');
  forgetProcessId(process, directives);
  return 0;
}

/** What the workers log when they end, and what the master notices of it. */
function* endWorkers(process: ProcessContext, workers: readonly number[], isGraceful: boolean): Coroutine<void> {
  for (const worker of workers) {
    for (const text of [...(isGraceful ? ['gracefully shutting down'] : []), 'exiting', 'exit'])
      yield* process.complain(logLine(process, 'notice', text, worker));
  }
  yield* process.complain(logLine(process, 'notice', `signal 17 (SIGCHLD) received from ${workers[0] ?? 0}`));
  for (const worker of workers)
    yield* process.complain(logLine(process, 'notice', `worker process ${worker} exited with code 0`));
}

/** `nginx -s`: sends a signal to the master that runs. */
function* sendSignal(
  process: ProcessContext,
  directives: readonly Directive[],
  signal: NonNullable<NginxCommand['signal']>,
): Coroutine<number> {
  yield* process.complain(logLine(process, 'notice', 'signal process started'));
  const pid = yield* readProcessId(process, directives);
  if (typeof pid === 'string') {
    yield* process.complain(logLine(process, 'error', pid));
    return 1;
  }
  yield* process.kill(pid, signal);
  return 0;
}

interface NginxState {
  servers: readonly NginxServer[];
  requests: number;
  /** The numbers that its workers go by in the log: the master answers for them. */
  workers: readonly number[];
  isGraceful?: boolean;
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
  command: NginxCommand,
): Coroutine<'go on' | 'finish' | 'exit'> {
  const say = (level: string, text: string) => process.complain(logLine(process, level, text));
  const signal = process.takeSignal();
  if (signal === undefined) return 'go on';
  if (signal === 'HUP') {
    yield* say('notice', 'signal 1 (SIGHUP) received from 0, reconfiguring');
    yield* say('notice', 'reconfiguring');
    try {
      state.servers = readServers(yield* loadNginxConfig(process, command));
    } catch (error) {
      if (!(error instanceof NginxConfigError) && !(error instanceof SystemError)) throw error;
      yield* say('emerg', error.message);
      return 'go on';
    }
    const old = state.workers;
    state.workers = old.map((worker) => worker + 8);
    for (const text of ['using the "epoll" event method', 'start worker processes']) yield* say('notice', text);
    for (const worker of state.workers) yield* say('notice', `start worker process ${worker}`);
    yield* endWorkers(process, old, true);
    yield* say('notice', 'signal 29 (SIGIO) received');
    return 'go on';
  }
  if (signal === 'USR1') {
    yield* say('notice', 'signal 10 (SIGUSR1) received from 0, reopening logs');
    yield* say('notice', 'reopening logs');
    for (const worker of state.workers) yield* process.complain(logLine(process, 'notice', 'reopening logs', worker));
    return 'go on';
  }
  const number = { QUIT: 3, TERM: 15, INT: 2 }[signal as 'QUIT' | 'TERM' | 'INT'];
  state.isGraceful = signal === 'QUIT';
  yield* say('notice', `signal ${number} (SIG${signal}) received, ${state.isGraceful ? 'shutting down' : 'exiting'}`);
  return state.isGraceful ? 'finish' : 'exit';
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
