import {
  type Coroutine,
  exchangeHttp,
  findHeader,
  formatRequest,
  type HttpHead,
  type HttpResponse,
  type HttpUrl,
  parseHttpUrl,
  type ProcessContext,
  type Program,
  resolveLocation,
  resolveName,
  SystemError,
} from '@podlab/shell';

import { CurlError, untrusted } from './curl-error.ts';
import { type CurlOptions, readOptions } from './curl-options.ts';
import { type SecureConnection, secureConnection } from './curl-tls.ts';

const version = '8.16.0';
const mostRedirections = 50;
/** curl over HTTP: the options of `curl-options.ts`, with curl's exit codes and texts. */
export const curlProgram: Program = {
  name: 'curl',
  *run(process) {
    const options = readOptions(process.argv.slice(1));
    if (typeof options === 'string') {
      yield* process.complain(`curl: ${options}\ncurl: try 'curl --help' for more information`);
      return 2;
    }
    if (options.urls.length === 0) {
      yield* process.complain("curl: (2) no URL specified\ncurl: try 'curl --help' for more information");
      return 2;
    }
    if (options.has('V')) {
      yield* process.write(1, `curl ${version} (x86_64-pc-linux-musl) libcurl/${version}\nProtocols: http https\n`);
      return 0;
    }
    let code = 0;
    for (const text of options.urls) code = yield* transferWithRetries(process, options, text);
    return code;
  },
};

/** Which answers a retry is for, by curl's manual. */
const transient = [408, 429, 500, 502, 503, 504];

/** @returns the exit code */
function* transferWithRetries(process: ProcessContext, options: CurlOptions, text: string): Coroutine<number> {
  const retries = Number(options.values('r')[0] ?? 0);
  const startedMs = process.nowMs();
  const mostMs = Number(options.values('M')[0] ?? Number.POSITIVE_INFINITY) * 1000;
  for (let attempt = 0; ; attempt += 1) {
    let code = 0;
    let mayRetry: boolean;
    try {
      mayRetry = transient.includes(yield* transfer(process, options, text));
    } catch (error) {
      if (!(error instanceof CurlError)) throw error;
      code = error.exitCode;
      if (!options.has('s') || options.has('S')) yield* process.complain(`curl: (${code}) ${error.message}`);
      if (code === 60 && (!options.has('s') || options.has('S'))) yield* process.write(2, untrusted);
      const isRefused = code === 7 && options.has('R');
      mayRetry = options.has('a') || isRefused || [6, 28].includes(code) || transient.includes(error.status);
    }
    if (!mayRetry || attempt >= retries || process.nowMs() - startedMs >= mostMs) return code;
    const delay = Number(options.values('y')[0] ?? 0) || Math.min(600, 2 ** attempt);
    if (!options.has('s')) yield* process.complain(warning(delay, retries - attempt));
    yield* process.sleep(delay * 1000);
  }
}

const warning = (seconds: number, left: number) =>
  `Warning: Problem: timeout. Will retry in ${seconds} second${seconds === 1 ? '' : 's'}. ${left} ${left === 1 ? 'retry' : 'retries'} left.`;

const highestPort = 65_535;

/** @returns the status of the answer */
function* transfer(process: ProcessContext, options: CurlOptions, text: string): Coroutine<number> {
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(text)?.[1]?.toLowerCase();
  if (scheme !== undefined && scheme !== 'http' && scheme !== 'https')
    throw new CurlError(1, `Protocol "${scheme}" not supported`);
  if (/\s/.test(text)) throw new CurlError(3, 'URL rejected: Malformed input to a URL function');
  const first = parseHttpUrl(text);
  if (!first)
    throw new CurlError(
      3,
      text === '' ? 'URL rejected: Malformed input to a URL function' : 'URL rejected: No host part in the URL',
    );
  if (first.port > highestPort)
    throw new CurlError(3, `URL rejected: Port number was not a decimal number between 0 and ${highestPort}`);
  const body = yield* bodyOf(process, options);
  let url: HttpUrl = first;
  if (options.has('G') && body !== '')
    url = { ...url, target: `${url.target}${url.target.includes('?') ? '&' : '?'}${body}` };
  const startedMs = process.nowMs();
  const verbose = (line: string) => (options.has('v') ? process.complain(line) : nothing());
  let isDowngraded = false;
  for (let step = 0; ; step += 1) {
    let isBegun = false;
    /** Shows a body without length as it comes, unless it is not to be shown. */
    const follow = (head: HttpHead) => {
      const isRedirect = options.has('L') && head.status >= 300 && head.status < 400;
      if (isRedirect || (head.status >= 400 && (options.has('f') || options.has('W')))) return undefined;
      return function* (piece: string): Coroutine<void> {
        yield* output(process, options, url, {
          text: `${isBegun ? '' : shownHead(options, head)}${piece}`,
          isMore: isBegun,
        });
        isBegun = true;
      };
    };
    const response = yield* request(process, options, { url, startedMs, verbose, body, isDowngraded, follow });
    const location = findHeader(response.headers, 'location');
    const next: HttpUrl | undefined = location === undefined ? undefined : resolveLocation(url, location);
    if (options.has('L') && response.status >= 300 && response.status < 400 && next) {
      if (step >= mostRedirections) throw new CurlError(47, `Maximum (${mostRedirections}) redirects followed`);
      url = next;
      isDowngraded ||= [301, 302, 303].includes(response.status);
      continue;
    }
    const isError = response.status >= 400 && (options.has('f') || options.has('W'));
    const fault = isError
      ? new CurlError(22, `The requested URL returned error: ${response.status}`, response.status)
      : undefined;
    if (fault && !options.has('W')) {
      yield* writeFacts(process, options, response, { startedMs, url, redirects: step, next });
      throw fault;
    }
    if (!isBegun) {
      const text = `${shownHead(options, response)}${options.has('I') ? '' : response.body}`;
      yield* output(process, options, url, { text, isMore: false });
    }
    yield* writeFacts(process, options, response, { startedMs, url, redirects: step, next });
    if (fault) throw fault;
    return response.status;
  }
}

function* request(
  process: ProcessContext,
  options: CurlOptions,
  {
    url,
    startedMs,
    verbose,
    body: given,
    isDowngraded,
    follow,
  }: {
    readonly url: HttpUrl;
    readonly startedMs: number;
    readonly verbose: (line: string) => Coroutine<void>;
    readonly body: string;
    /** A redirection made a GET of what was sent first. */
    readonly isDowngraded: boolean;
    readonly follow: (head: HttpHead) => ((piece: string) => Coroutine<void>) | undefined;
  },
): Coroutine<HttpResponse & Partial<SecureConnection>> {
  const spentMs = () => process.nowMs() - startedMs;
  const limitMs = Number(options.values('m')[0] ?? Number.POSITIVE_INFINITY) * 1000;
  const connectMs = Math.min(limitMs - spentMs(), Number(options.values('C')[0] ?? 300) * 1000);
  const ip = resolvedBy(options, url) ?? (yield* resolveName(process, url.host));
  if (ip === undefined) throw new CurlError(6, `Could not resolve host: ${url.host}`);
  yield* verbose(`*   Trying ${ip}:${url.port}...`);
  let fd: number;
  try {
    fd = yield* process.sockets.connect({ ip, port: url.port }, connectMs);
  } catch (error) {
    if (!(error instanceof SystemError) || error.code === 'EINTR') throw error;
    if (error.code === 'ETIMEDOUT' && spentMs() < 127_000) {
      throw new CurlError(28, `Connection timed out after ${spentMs()} milliseconds`);
    }
    throw new CurlError(
      7,
      `Failed to connect to ${url.host} port ${url.port} after ${spentMs()} ms: Could not connect to server`,
    );
  }
  yield* verbose(`* Connected to ${url.host} (${ip}) port ${url.port}`);
  const secure =
    url.scheme === 'https'
      ? yield* secureConnection(process, options, { fd, url, untilMs: startedMs + limitMs, verbose })
      : undefined;
  if (secure?.isHttp2) yield* verbose('* using HTTP/2');
  const sends = (options.data.length > 0 || options.has('T')) && !options.has('G') && !isDowngraded;
  const usual = options.has('I') ? 'HEAD' : !sends ? 'GET' : options.has('T') ? 'PUT' : 'POST';
  const method = options.values('X')[0] ?? usual;
  const body = sends ? given : '';
  const isJson = options.has('J');
  const user = options.values('u')[0];
  const cookies = options.values('b').join('; ');
  const referer = options.values('e')[0];
  const own = options.values('H').map((line): [string, string] => {
    const [name = '', value = ''] = line.split(/: *(.*)/s);
    return [name, value];
  });
  const standard: [string, string][] = [
    ['Host', url.authority],
    ['User-Agent', options.values('A')[0] ?? `curl/${version}`],
    ['Accept', isJson ? 'application/json' : '*/*'],
  ];
  if (user !== undefined) standard.splice(1, 0, ['Authorization', `Basic ${btoa(user)}`]);
  const bearer = options.values('7')[0];
  if (bearer !== undefined) standard.splice(1, 0, ['Authorization', `Bearer ${bearer}`]);
  if (referer !== undefined) standard.push(['Referer', referer]);
  if (cookies !== '') standard.push(['Cookie', cookies]);
  if (sends) standard.push(['Content-Length', String(body.length)]);
  if (sends && !options.has('T'))
    standard.push(['Content-Type', isJson ? 'application/json' : 'application/x-www-form-urlencoded']);
  const isOwn = (name: string) => own.some(([other]) => other.toLowerCase() === name.toLowerCase());
  const headers = [...standard.filter(([name]) => !isOwn(name)), ...own.filter(([, value]) => value !== '')];
  const line = `${method} ${url.target} ${secure?.isHttp2 ? 'HTTP/2' : 'HTTP/1.1'}`;
  yield* verbose(
    [line, ...headers.map(([name, value]) => `${name}: ${value}`), ''].map((one) => `> ${one}`).join('\n'),
  );
  const text = formatRequest({ method, target: url.target, version: 'HTTP/1.1', headers, body });
  const untilMs = startedMs + limitMs;
  const outcome = yield* exchangeHttp(process, fd, {
    request: text,
    method,
    untilMs,
    follow: (head) => follow(shownIn(head)),
  });
  process.process.descriptors.close(fd);
  switch (outcome.kind) {
    case 'response': {
      const response = { ...shownIn(outcome.response), body: outcome.response.body, ...secure };
      const head = [statusLine(response), ...response.headers.map(([name, value]) => `${name}: ${value}`), ''];
      yield* verbose(head.map((one) => `< ${one}`).join('\n'));
      return response;
    }
    case 'cut':
      throw new CurlError(18, 'end of response with bytes missing');
    case 'empty':
      throw new CurlError(52, 'Empty reply from server');
    case 'garbage':
      throw new CurlError(1, 'Received HTTP/0.9 when not allowed');
    case 'broken':
      throw new CurlError(56, `Recv failure: ${new SystemError(outcome.why).message}`);
    case 'late':
      throw new CurlError(
        28,
        `Operation timed out after ${spentMs()} milliseconds with ${outcome.receivedBytes} bytes received`,
      );
  }
}

/** What frames the pieces of a body is no field of HTTP/2. */
function shownIn(head: HttpHead): HttpHead {
  if (head.version !== 'HTTP/2') return head;
  return { ...head, headers: head.headers.filter(([name]) => name.toLowerCase() !== 'transfer-encoding') };
}

function shownHead(options: CurlOptions, head: HttpHead): string {
  if (!options.has('i') && !options.has('I')) return '';
  return `${statusLine(head)}\r\n${head.headers.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`;
}

/** Writes to where the options say. @param what.isMore it goes on what was written before */
function* output(
  process: ProcessContext,
  options: CurlOptions,
  url: HttpUrl,
  { text, isMore }: { readonly text: string; readonly isMore: boolean },
): Coroutine<void> {
  const own = url.target.replace(/\?.*/s, '').split('/').pop() || 'curl_response';
  const file = options.has('O') ? own : options.values('o')[0];
  if (file === undefined || file === '-') {
    yield* process.write(1, text);
    return;
  }
  let fd: number;
  try {
    fd = process.files.open(file, { write: true, create: true, ...(isMore ? { append: true } : { truncate: true }) });
  } catch (error) {
    if (!(error instanceof SystemError)) throw error;
    throw new CurlError(23, 'client returned ERROR on write, 0 bytes were written');
  }
  yield* process.write(fd, text);
  process.process.descriptors.close(fd);
}

interface Facts {
  readonly startedMs: number;
  readonly url: HttpUrl;
  readonly redirects: number;
  readonly next: HttpUrl | undefined;
}

/** What `-w` asks for. */
function* writeFacts(
  process: ProcessContext,
  options: CurlOptions,
  response: HttpResponse & Partial<SecureConnection>,
  { startedMs, url, redirects, next }: Facts,
): Coroutine<void> {
  const format = options.values('w')[0];
  if (format === undefined) return;
  const seconds = ((process.nowMs() - startedMs) / 1000).toFixed(6);
  const facts: Readonly<Record<string, string>> = {
    http_code: String(response.status).padStart(3, '0'),
    response_code: String(response.status).padStart(3, '0'),
    time_total: seconds,
    time_connect: seconds,
    time_namelookup: seconds,
    time_starttransfer: seconds,
    num_redirects: String(redirects),
    redirect_url: next ? `${next.scheme}://${next.authority}${next.target}` : '',
    http_version: response.version.replace('HTTP/', ''),
    scheme: url.scheme,
    ssl_verify_result: String(response.verifyResult ?? 0),
    remote_port: String(url.port),
    exitcode: '0',
    errormsg: '',
    size_download: String(response.body.length),
    content_type: findHeader(response.headers, 'content-type') ?? '',
    url_effective: `${url.scheme}://${url.authority}${url.target}`,
  };
  const unknown = [...format.matchAll(/%\{(\w+)\}/g)].filter(([, name = '']) => facts[name] === undefined);
  for (const [, name] of unknown) yield* process.complain(`curl: unknown --write-out variable: '${name}'`);
  const filled = format.replace(/%\{(\w+)\}/g, (_all, name: string) => facts[name] ?? '');
  yield* process.write(1, filled.replaceAll('\\n', '\n').replaceAll('\\t', '\t').replaceAll('\\r', '\r'));
}

/** The body that the options give together. */
function* bodyOf(process: ProcessContext, options: CurlOptions): Coroutine<string> {
  const upload = options.values('T')[0];
  if (upload !== undefined) return (yield* contentOf(process, upload)) ?? '';
  const parts: string[] = [];
  for (const [letter, value] of options.data) {
    const fromFile = value.startsWith('@') && letter !== 'D' && letter !== 'E';
    const text = fromFile ? ((yield* contentOf(process, value.slice(1))) ?? '') : value;
    const [name, plain] = /^([^=@]*)=(.*)$/s.exec(text)?.slice(1) ?? ['', text];
    if (letter === 'E') parts.push(`${name === '' ? '' : `${name}=`}${encodeURIComponent(plain ?? '')}`);
    else parts.push(letter === 'd' && fromFile ? text.replace(/[\r\n]/g, '') : text);
  }
  return parts.join(options.has('J') ? '' : '&');
}

/** What a file holds, `-` for standard input; undefined after a warning. */
function* contentOf(process: ProcessContext, file: string): Coroutine<string | undefined> {
  try {
    const fd = file === '-' ? 0 : process.files.open(file);
    return yield* process.readAll(fd);
  } catch (error) {
    if (!(error instanceof SystemError)) throw error;
    throw new CurlError(26, `Failed to open ${file}`);
  }
}

function statusLine({ version: http, status, reason }: HttpHead): string {
  return `${http} ${status} ${reason}`;
}

/** What `--resolve` says: `HOST:PORT:ADDRESS`. */
function resolvedBy(options: CurlOptions, { host, port }: HttpUrl): string | undefined {
  const start = `${host}:${port}:`;
  return options
    .values('5')
    .find((entry) => entry.startsWith(start))
    ?.slice(start.length);
}

function* nothing(): Coroutine<void> {}
