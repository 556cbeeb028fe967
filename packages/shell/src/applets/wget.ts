import { type ByteString, bytesOf } from '../files/bytes.ts';
import { SystemError } from '../files/errno.ts';
import { exchangeHttp, type HttpOutcome } from '../http/client.ts';
import { findHeader, formatRequest, type HttpResponse } from '../http/message.ts';
import { greetServer } from '../http/secure-connection.ts';
import { type HttpUrl, parseHttpUrl, resolveLocation } from '../http/url.ts';
import type { ProcessContext } from '../process/context.ts';
import type { Coroutine } from '../process/process.ts';
import { applet } from './applet.ts';
import { readFile } from './lines.ts';
import { type Options, parseOptions } from './options.ts';
import { resolveName } from './resolve-name.ts';
import { complainUsage } from './usage.ts';

const defaultTimeoutSeconds = 900;
const mostRedirections = 5;
/** Bytes of an answer that is none of TLS. @see busybox 1.37 networking/tls.c bad_record_die */
const mostShown = 99;
const longOptions = {
  continue: 'c',
  quiet: 'q',
  'server-response': 'S',
  'output-document': 'O',
  'directory-prefix': 'P',
  timeout: 'T',
  tries: 't',
  'user-agent': 'U',
  'no-check-certificate': 'C',
  header: 'H',
  'post-data': 'B',
  'post-file': 'F',
  spider: 'Z',
};

/** Retrieves files over HTTP as busybox does: -q -S -O -P -T -U --header --post-data --post-file --spider. */
export const wget = applet('wget', function* (context, args) {
  const options = yield* parseOptions(context, args, 'cqSO:o:P:T:t:U:CH:B:F:ZY:', longOptions);
  if (!options) return 1;
  if (options.rest.length === 0) return yield* complainUsage(context);
  const log = options.value('o');
  if (log !== undefined)
    context.process.descriptors.set(2, context.files.openFile(log, { write: true, create: true, truncate: true }));
  for (const text of options.rest) {
    if (/^(?!(?:https?|ftp):)[^/]*:\/\//.test(text)) return yield* die(context, `not an http or ftp url: ${text}`);
    const url = parseHttpUrl(text);
    if (!url) return yield* die(context, `bad address '${text.replace(/^[a-z]+:\/\//, '')}'`);
    const fault = yield* retrieve(context, options, url);
    if (fault !== undefined) return yield* die(context, fault);
  }
  return 0;
});

function* retrieve(context: ProcessContext, options: Options, first: HttpUrl): Coroutine<string | undefined> {
  let url = first;
  for (let step = 0; step <= mostRedirections; step += 1) {
    const answer = yield* request(context, options, url);
    if (typeof answer === 'string') return answer;
    const { response } = answer;
    const statusLine = `${response.version} ${response.status} ${response.reason}`.trimEnd();
    const isRedirect = [301, 302, 303, 307, 308].includes(response.status);
    if (response.status >= 300 && !isRedirect) {
      if (options.has('S')) yield* context.complain(`  ${statusLine}`);
      return `server returned error: ${statusLine}`;
    }
    if (options.has('S')) {
      yield* context.complain(`  ${statusLine}`);
      for (const [name, value] of response.headers) yield* context.complain(`  ${name}: ${value}`);
      yield* context.complain('  ');
    }
    if (!isRedirect) return yield* save(context, options, first, answer);
    const next = resolveLocation(url, findHeader(response.headers, 'location') ?? '');
    if (!next) return 'bad redirection (no Location: header from server)';
    url = next;
  }
  return 'too many redirections';
}

/** What came, and how much of its body has been shown already. */
type Answer = Extract<HttpOutcome, { response: HttpResponse }> & { readonly shownBytes?: number };

function* request(context: ProcessContext, options: Options, url: HttpUrl): Coroutine<string | Answer> {
  const timeoutMs = Number(options.value('T') ?? defaultTimeoutSeconds) * 1000;
  const ip = yield* resolveName(context, url.host);
  if (ip === undefined) return `bad address '${url.authority}'`;
  if (!options.has('q')) yield* context.complain(`Connecting to ${url.authority} (${ip}:${url.port})`);
  let fd: number;
  try {
    fd = yield* context.sockets.connect({ ip, port: url.port }, timeoutMs);
  } catch (error) {
    if (!(error instanceof SystemError) || error.code === 'EINTR') throw error;
    if (error.code === 'ETIMEDOUT' && timeoutMs < 127_000) return 'download timed out';
    return `can't connect to remote host (${ip}): ${error.message}`;
  }
  const untilMs = context.nowMs() + timeoutMs;
  if (url.scheme === 'ftp') {
    context.process.descriptors.close(fd);
    return `${url.scheme}: ${simulated}`;
  }
  const fault =
    url.scheme === 'https' ? yield* makeSecure(context, options, fd, { host: url.host, untilMs }) : undefined;
  if (fault !== undefined) return fault;
  const method = options.has('B') || options.has('F') ? 'POST' : options.has('Z') ? 'HEAD' : 'GET';
  const file = options.value('F');
  const body = options.value('B') ?? (file === undefined ? '' : ((yield* readFile(context, file)) ?? ''));
  const text = formatRequest({
    method,
    target: url.target,
    version: 'HTTP/1.1',
    headers: requestHeaders(options, url, method === 'POST' ? body : undefined),
    body: method === 'POST' ? body : '',
  });
  let shownBytes: number | undefined;
  const show = function* (piece: ByteString): Coroutine<void> {
    if (shownBytes === undefined && !options.has('q')) yield* context.complain('writing to stdout');
    shownBytes = (shownBytes ?? 0) + piece.length;
    yield* context.write(1, piece);
  };
  const outcome = yield* exchangeHttp(context, fd, {
    request: text,
    method,
    untilMs,
    // With -S, the head comes first.
    follow: ({ status }) => (status < 300 && options.value('O') === '-' && !options.has('S') ? show : undefined),
  });
  context.process.descriptors.close(fd);
  switch (outcome.kind) {
    case 'response':
    case 'cut':
      return { ...outcome, ...(shownBytes !== undefined && { shownBytes }) };
    case 'late':
      return 'download timed out';
    case 'broken':
      return `error getting response: ${new SystemError(outcome.why).message}`;
    case 'empty':
      return 'error getting response';
    case 'garbage':
      return `server returned error: ${outcome.line}`;
  }
}

const simulated = 'only http is simulated here';

/** Begins TLS as busybox does: it looks at no certificate, and says so. @returns what went wrong */
function* makeSecure(
  context: ProcessContext,
  options: Options,
  fd: number,
  { host, untilMs }: { readonly host: string; readonly untilMs: number },
): Coroutine<string | undefined> {
  if (!options.has('C')) yield* context.complain('wget: note: TLS certificate validation not implemented');
  const outcome = yield* greetServer(context, fd, { host, protocols: [], untilMs });
  if (outcome.kind === 'secure') return undefined;
  if (outcome.kind === 'late') return 'download timed out';
  const bytes = outcome.kind === 'plain' ? bytesOf(outcome.received) : new Uint8Array(0);
  yield* context.complain(`wget: got bad TLS record (len:${bytes.length}) while expecting handshake record`);
  if (bytes.length > 0) {
    const shown = Array.from(bytes.subarray(0, mostShown), (byte) => ` ${byte.toString(16).padStart(2, '0')}`);
    yield* context.complain(shown.join(''));
  }
  return `error getting response: ${new SystemError('ECONNRESET').message}`;
}

function requestHeaders(options: Options, url: HttpUrl, body: string | undefined): [string, string][] {
  const own = options.values('H').map((line): [string, string] => {
    const [name = '', value = ''] = line.split(/: *(.*)/s);
    return [name, value];
  });
  const standard: [string, string][] = [
    ['Host', url.authority],
    ['User-Agent', options.value('U') ?? 'Wget'],
    ['Connection', 'close'],
  ];
  const isOwn = (name: string) => own.some(([other]) => other.toLowerCase() === name.toLowerCase());
  const posted: [string, string][] =
    body === undefined
      ? []
      : [
          ['Content-Type', 'application/x-www-form-urlencoded'],
          ['Content-Length', String(body.length)],
        ];
  return [...standard.filter(([name]) => !isOwn(name)), ...own, ...posted.filter(([name]) => !isOwn(name))];
}

function* save(
  context: ProcessContext,
  options: Options,
  url: HttpUrl,
  { kind, response, shownBytes }: Answer,
): Coroutine<string | undefined> {
  const isQuiet = options.has('q');
  if (options.has('Z')) {
    if (!isQuiet) yield* context.complain('remote file exists');
    return undefined;
  }
  const name = url.target.replace(/\?.*/s, '').split('/').pop() || 'index.html';
  const wanted = options.value('O');
  const path = wanted ?? (options.has('P') ? `${options.value('P') ?? '.'}/${name}` : name);
  const toStdout = path === '-';
  try {
    if (shownBytes === undefined) {
      const fd = toStdout
        ? 1
        : context.files.open(path, { write: true, create: true, truncate: true, exclusive: wanted === undefined });
      if (!isQuiet) yield* context.complain(toStdout ? 'writing to stdout' : `saving to '${path}'`);
      yield* context.write(fd, response.body);
      if (!toStdout) context.process.descriptors.close(fd);
    }
  } catch (error) {
    if (!(error instanceof SystemError) || error.code === 'EINTR') throw error;
    return `can't open '${path}': ${error.message}`;
  }
  if (kind === 'cut') return 'connection closed prematurely';
  if (isQuiet) return undefined;
  const bytes = shownBytes ?? response.body.length;
  if (!options.has('o')) yield* context.complain(progressLine(toStdout ? '-' : (path.split('/').pop() ?? ''), bytes));
  yield* context.complain(toStdout ? 'written to stdout' : `'${path}' saved`);
  return undefined;
}

/** @see busybox 1.37 libbb/progress.c; seen as recorded */
function progressLine(name: string, bytes: number): string {
  const isBig = bytes >= 100 * 1024;
  const size = isBig ? `${String(bytes >> 10).padStart(6)}k` : `${String(bytes).padStart(6)} `;
  return `${name.slice(0, 20).padEnd(20)} 100% |${'*'.repeat(32)}|${size} 0:00:00 ETA`;
}

function* die(context: ProcessContext, message: string): Coroutine<number> {
  yield* context.complain(`wget: ${message}`);
  return 1;
}
