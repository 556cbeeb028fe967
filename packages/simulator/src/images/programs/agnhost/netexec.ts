import { formatMicroTime, parseGoDuration } from '@podlab/apimachinery';
import {
  type Coroutine,
  exchangeHttp,
  formatRequest,
  type HttpPeer,
  type HttpRequest,
  type HttpResponse,
  type ProcessContext,
  resolveName,
  serveHttp,
  SystemError,
} from '@podlab/shell';
import { notFound, redirect } from './agnhost-servers.ts';
import { optionOf } from './go-flags.ts';
import { goLog } from './go-log.ts';
import { goTextReply } from './go-text-reply.ts';

/** How long `/dial` waits for an answer; milliseconds. */
const dialMs = 5000;

interface Netexec {
  readonly port: number;
  readonly startedMs: number;
  /** It has been told to end, and waits a little. */
  isEnding: boolean;
}

/** agnhost's `netexec`, without UDP, SCTP and TLS. @see kubernetes v1.36 test/images/agnhost/netexec */
export function* netexec(process: ProcessContext, args: readonly string[]): Coroutine<number> {
  const state: Netexec = {
    port: Number(optionOf(args, 'http-port') ?? 8080),
    startedMs: process.nowMs(),
    isEnding: false,
  };
  const delaySeconds = Number(optionOf(args, 'delay-shutdown') ?? 0);
  const override = optionOf(args, 'http-override');
  process.onSignal('TERM', 'handle');
  if (process.pid === 1) process.onSignal('INT', 'handle');
  yield* goLog(process, `Started HTTP server on port ${state.port}`);
  let endMs = Infinity;
  let code = 0;
  yield* serveHttp(process, {
    ports: [state.port],
    answer: (request, peer) =>
      answer(process, state, override ? { ...request, method: 'GET', target: override } : request, peer),
    onSignal: function* () {
      const signal = process.takeSignal();
      if (signal === 'INT') code = 2;
      if (signal === 'INT' || (signal === 'TERM' && delaySeconds === 0)) return 'exit';
      if (signal !== 'TERM' || state.isEnding) return process.nowMs() >= endMs ? 'exit' : 'go on';
      state.isEnding = true;
      yield* goLog(process, `Sleeping ${delaySeconds} seconds before terminating...`);
      endMs = process.nowMs() + delaySeconds * 1000;
      const pid = process.pid;
      process.fork(function* (child) {
        yield* child.sleep(delaySeconds * 1000);
        yield* child.kill(pid, 'TERM');
        return 0;
      });
      return 'go on';
    },
  });
  return code;
}

function* answer(
  process: ProcessContext,
  state: Netexec,
  request: HttpRequest,
  { remote }: HttpPeer,
): Coroutine<HttpResponse> {
  const [path = '/', search = ''] = request.target.split(/\?(.*)/s);
  const query = new URLSearchParams(search || (request.method === 'POST' ? request.body : ''));
  const value = (name: string) => query.get(name) ?? '';
  const reply = (status: number, body: string) => goTextReply(process, status, body);
  const say = (text: string) => goLog(process, text);
  switch (path) {
    case '/hostname':
    case '/hostName':
      yield* say(`GET ${path}`);
      return reply(200, process.container.hostname);
    case '/clientip':
      yield* say('GET /clientip');
      return reply(200, `${remote.ip}:${remote.port}`);
    case '/serverport':
      yield* say('GET /serverport');
      return reply(200, String(state.port));
    case '/header':
      return yield* header(process, request, value('key'));
    case '/echo': {
      yield* say(`GET /echo?msg=${value('msg')}&code=${value('code')}`);
      const isCode = /^[+-]?\d+$/.test(value('code'));
      if (value('code') !== '' && !isCode)
        return reply(200, `argument 'code' must be an integer or empty, got ${JSON.stringify(value('code'))}\n`);
      return reply(isCode ? Number(value('code')) : 200, value('msg'));
    }
    case '/healthz':
      yield* say('GET /healthz');
      return reply(200, '');
    case '/readyz':
      yield* say('GET /readyz');
      return state.isEnding ? reply(503, 'shutting down') : reply(200, 'ok');
    case '/shutdown':
      yield* say('GET /shutdown');
      return yield* exit(process, 0);
    case '/exit':
      return yield* exitLater(process, value);
    case '/redirect': {
      yield* say(`${request.method} /redirect?msg=${value('location')}&code=${value('code')}`);
      return redirect(process, Number(value('code') || 302), value('location'));
    }
    case '/shell': {
      const command = value('shellCommand') || value('cmd');
      yield* say(`GET /shell?cmd=${command}`);
      const output = yield* runShell(process, command);
      yield* say(
        `Output: map[${Object.entries(output)
          .map(([name, text]) => `${name}:${text}`)
          .join(' ')}]`,
      );
      return reply(200, JSON.stringify(output));
    }
    case '/dial':
      return yield* dial(process, value);
    case '/':
      yield* say('GET /');
      return reply(200, `NOW: ${goTime(process.nowMs(), state.startedMs)}`);
    default:
      return path === '/upload'
        ? notFound(process)
        : yield* answer(process, state, { ...request, target: '/' }, { remote, local: remote });
  }
}

/** As Go prints a time with its monotonic reading: `2026-11-28 03:52:00.123 +0000 UTC m=+1.500000000` */
function goTime(nowMs: number, startedMs: number): string {
  const [date, time] = formatMicroTime(nowMs).replace('Z', '').split('T');
  const seconds = ((nowMs - startedMs) / 1000).toFixed(9);
  return `${date} ${time?.replace(/\.?0+$/, '')} +0000 UTC m=+${seconds}`;
}

function* header(process: ProcessContext, { headers }: HttpRequest, key: string): Coroutine<HttpResponse> {
  yield* goLog(process, key === '' ? 'GET /header' : `GET /header?key=${key}`);
  if (key !== '') {
    const found = headers.find(([name]) => name.toLowerCase() === key.toLowerCase());
    return goTextReply(process, 200, found?.[1] ?? '');
  }
  const all = headers
    .filter(([name]) => name.toLowerCase() !== 'host')
    .map(([name, text]) => [canonical(name), [text]] as const);
  return goTextReply(process, 200, JSON.stringify(Object.fromEntries(all.toSorted(([a], [b]) => (a < b ? -1 : 1)))));
}

/** `x-request-id` → `X-Request-Id` */
function canonical(name: string): string {
  return name.toLowerCase().replace(/(^|-)[a-z]/g, (letter) => letter.toUpperCase());
}

function* exitLater(process: ProcessContext, value: (name: string) => string): Coroutine<HttpResponse> {
  yield* goLog(process, `GET /exit?code=${value('code')}&timeout=${value('timeout')}&wait=${value('wait')}`);
  for (const name of ['timeout', 'wait']) {
    if (value(name) === '' || parseGoDuration(value(name)) !== undefined) continue;
    const got = JSON.stringify(value(name));
    return goTextReply(process, 200, `argument '${name}' must be a valid golang duration or empty, got ${got}\n`);
  }
  const waitMs = parseGoDuration(value('wait') || '0s') ?? 0;
  const code = Number(value('code') || 0);
  const [wait, timeout] = [value('wait') || '0s', value('timeout') || '0s'];
  yield* goLog(
    process,
    `Will begin shutdown in ${wait}, allowing ${timeout} for connections to close, then will exit with ${code}`,
  );
  if (waitMs > 0) yield* process.sleep(waitMs);
  return yield* exit(process, code);
}

/** Ends the whole process, the connection that asked for it included. */
function* exit(process: ProcessContext, code: number): Coroutine<never> {
  yield* process.flush();
  return process.exit(code);
}

/** Runs a command and takes what it prints, on standard output and error alike. */
function* runShell(process: ProcessContext, command: string): Coroutine<Record<string, string>> {
  const { descriptors } = process.process;
  const [readEnd, writeEnd] = process.pipe();
  const pid = process.fork(function* (child) {
    const own = child.process.descriptors;
    for (const fd of [1, 2]) own.set(fd, own.get(writeEnd));
    for (const fd of [readEnd, writeEnd]) own.close(fd);
    return child.execute('/bin/sh', ['/bin/sh', '-c', command], child.env);
  });
  descriptors.close(writeEnd);
  const output = yield* process.readAll(readEnd);
  descriptors.close(readEnd);
  const report = yield* process.wait({ pid });
  const status = report?.status;
  const code = typeof status === 'object' && 'code' in status ? status.code : 0;
  return { ...(code !== 0 && { error: `exit status ${code}` }), ...(output !== '' && { output }) };
}

/** Asks another server, some times over. */
function* dial(process: ProcessContext, value: (name: string) => string): Coroutine<HttpResponse> {
  const [host, port, request, protocol] = [value('host'), value('port'), value('request'), value('protocol')];
  yield* goLog(
    process,
    `GET /dial?host=${host}&protocol=${protocol}&port=${port}&request=${request}&tries=${value('tries')}`,
  );
  const bad = (text: string) => goTextReply(process, 400, `${text}\n`);
  if (request === '') return bad('request parameter not specified. <nil>');
  if (!['', 'http'].includes(protocol.toLowerCase())) return bad(`unsupported protocol. ${protocol}`);
  const ip = yield* resolveName(process, host);
  if (ip === undefined) return bad(`host and/or port param are invalid. lookup ${host}: no such host`);
  const responses: string[] = [];
  const errors: string[] = [];
  for (let left = Number(value('tries') || 1); left > 0; left -= 1) {
    const outcome = yield* dialOnce(process, { ip, port: Number(port) }, request);
    if ('body' in outcome) responses.push(outcome.body);
    else errors.push(outcome.error);
  }
  const output = { ...(errors.length > 0 && { errors }), ...(responses.length > 0 && { responses }) };
  return goTextReply(process, 200, JSON.stringify(output));
}

function* dialOnce(
  process: ProcessContext,
  to: { readonly ip: string; readonly port: number },
  request: string,
): Coroutine<{ body: string } | { error: string }> {
  const where = `Get "http://${to.ip}:${to.port}/${request}"`;
  try {
    const fd = yield* process.sockets.connect(to, dialMs);
    const headers: [string, string][] = [
      ['Host', `${to.ip}:${to.port}`],
      ['User-Agent', 'Go-http-client/1.1'],
    ];
    const text = formatRequest({ method: 'GET', target: `/${request}`, version: 'HTTP/1.1', headers, body: '' });
    const outcome = yield* exchangeHttp(process, fd, {
      request: text,
      method: 'GET',
      untilMs: process.nowMs() + dialMs,
    });
    process.process.descriptors.close(fd);
    if (outcome.kind === 'response') return { body: outcome.response.body };
    return { error: outcome.kind === 'late' ? `${where}: context deadline exceeded` : `${where}: EOF` };
  } catch (error) {
    if (!(error instanceof SystemError) || error.code === 'EINTR') throw error;
    const why = error.code === 'ETIMEDOUT' ? 'i/o timeout' : `connect: ${error.message.toLowerCase()}`;
    return { error: `${where}: dial tcp ${to.ip}:${to.port}: ${why}` };
  }
}
