import {
  exchangeHttp,
  findHeader,
  formatRequest,
  type HttpResponse,
  type HttpUrl,
  parseHttpUrl,
  type ProcessContext,
  type Program,
  resolveLocation,
  resolveName,
  SystemError,
} from '@podlab/shell';

type Coroutine<T> = Generator<void, T, void>;

const version = '8.16.0';
const mostRedirections = 50;
const valued = 'o X d H w m A u T'.split(' ');
const longNames: Readonly<Record<string, string>> = {
  silent: 's',
  'show-error': 'S',
  fail: 'f',
  output: 'o',
  include: 'i',
  head: 'I',
  verbose: 'v',
  location: 'L',
  request: 'X',
  data: 'd',
  'data-raw': 'd',
  header: 'H',
  'write-out': 'w',
  'max-time': 'm',
  'user-agent': 'A',
  insecure: 'k',
  'connect-timeout': 'C',
  retry: 'r',
};

/** curl over HTTP: -s -S -f -o -i -I -v -L -X -d -H -w -m -A -k --connect-timeout, with curl's exit codes and texts. */
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
    let code = 0;
    for (const text of options.urls) {
      try {
        yield* transfer(process, options, text);
      } catch (error) {
        if (!(error instanceof CurlError)) throw error;
        code = error.exitCode;
        if (!options.has('s') || options.has('S')) yield* process.complain(`curl: (${code}) ${error.message}`);
      }
    }
    return code;
  },
};

class CurlError extends Error {
  override readonly name = 'CurlError';

  constructor(
    readonly exitCode: number,
    message: string,
  ) {
    super(message);
  }
}

interface CurlOptions {
  readonly urls: readonly string[];
  readonly has: (letter: string) => boolean;
  readonly values: (letter: string) => readonly string[];
}

function readOptions(args: readonly string[]): CurlOptions | string {
  const found = new Map<string, string[]>();
  const urls: string[] = [];
  const add = (letter: string, value?: string) =>
    found.set(letter, [...(found.get(letter) ?? []), ...(value === undefined ? [] : [value])]);
  for (let at = 0; at < args.length; at += 1) {
    const argument = args[at] ?? '';
    if (!argument.startsWith('-') || argument === '-') {
      urls.push(argument);
      continue;
    }
    if (argument.startsWith('--')) {
      const letter = longNames[argument.slice(2)];
      if (letter === undefined) return `option ${argument}: is unknown`;
      const takesValue = valued.includes(letter) || letter === 'C' || letter === 'r';
      if (takesValue) at += 1;
      add(letter, takesValue ? (args[at] ?? '') : undefined);
      continue;
    }
    for (let index = 1; index < argument.length; index += 1) {
      const letter = argument[index] ?? '';
      if (!valued.includes(letter)) {
        if (!'sSfiIvLkgN'.includes(letter)) return `option -${letter}: is unknown`;
        add(letter);
        continue;
      }
      const rest = argument.slice(index + 1);
      if (rest === '') at += 1;
      add(letter, rest === '' ? (args[at] ?? '') : rest);
      break;
    }
  }
  return { urls, has: (letter) => found.has(letter), values: (letter) => found.get(letter) ?? [] };
}

function* transfer(process: ProcessContext, options: CurlOptions, text: string): Coroutine<void> {
  const first = parseHttpUrl(text);
  if (!first) throw new CurlError(3, 'URL rejected: Bad hostname');
  let url: HttpUrl = first;
  const startedMs = process.nowMs();
  const verbose = (line: string) => (options.has('v') ? process.complain(line) : nothing());
  for (let step = 0; ; step += 1) {
    const response = yield* request(process, options, { url, startedMs, verbose });
    const location = findHeader(response.headers, 'location');
    const next: HttpUrl | undefined = location === undefined ? undefined : resolveLocation(url, location);
    if (options.has('L') && response.status >= 300 && response.status < 400 && next) {
      if (step >= mostRedirections) throw new CurlError(47, `Maximum (${mostRedirections}) redirects followed`);
      url = next;
      continue;
    }
    if (options.has('f') && response.status >= 400) {
      throw new CurlError(22, `The requested URL returned error: ${response.status}`);
    }
    yield* show(process, options, response, { startedMs, url });
    return;
  }
}

function* request(
  process: ProcessContext,
  options: CurlOptions,
  {
    url,
    startedMs,
    verbose,
  }: { readonly url: HttpUrl; readonly startedMs: number; readonly verbose: (line: string) => Coroutine<void> },
): Coroutine<HttpResponse> {
  const spentMs = () => process.nowMs() - startedMs;
  const limitMs = Number(options.values('m')[0] ?? Number.POSITIVE_INFINITY) * 1000;
  const connectMs = Math.min(limitMs - spentMs(), Number(options.values('C')[0] ?? 300) * 1000);
  const ip = yield* resolveName(process, url.host);
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
  // No server here speaks TLS.
  if (url.scheme === 'https')
    throw new CurlError(35, 'TLS connect error: error:0A00010B:SSL routines::wrong version number');
  const data = options.values('d');
  const method = options.values('X')[0] ?? (options.has('I') ? 'HEAD' : data.length > 0 ? 'POST' : 'GET');
  const body = data.join('&');
  const own = options.values('H').map((line): [string, string] => {
    const [name = '', value = ''] = line.split(/: *(.*)/s);
    return [name, value];
  });
  const standard: [string, string][] = [
    ['Host', url.authority],
    ['User-Agent', options.values('A')[0] ?? `curl/${version}`],
    ['Accept', '*/*'],
    ...(data.length > 0
      ? ([
          ['Content-Length', String(body.length)],
          ['Content-Type', 'application/x-www-form-urlencoded'],
        ] as [string, string][])
      : []),
  ];
  const isOwn = (name: string) => own.some(([other]) => other.toLowerCase() === name.toLowerCase());
  const headers = [...standard.filter(([name]) => !isOwn(name)), ...own.filter(([, value]) => value !== '')];
  const line = `${method} ${url.target} HTTP/1.1`;
  yield* verbose(
    [line, ...headers.map(([name, value]) => `${name}: ${value}`), ''].map((one) => `> ${one}`).join('\n'),
  );
  const text = formatRequest({ method, target: url.target, version: 'HTTP/1.1', headers, body });
  const outcome = yield* exchangeHttp(process, fd, { request: text, method, untilMs: startedMs + limitMs });
  process.process.descriptors.close(fd);
  switch (outcome.kind) {
    case 'response': {
      const { response } = outcome;
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
        `Operation timed out after ${spentMs()} milliseconds with ${outcome.received.length} bytes received`,
      );
  }
}

function* show(
  process: ProcessContext,
  options: CurlOptions,
  response: HttpResponse,
  { startedMs, url }: { readonly startedMs: number; readonly url: HttpUrl },
): Coroutine<void> {
  const head = `${statusLine(response)}\r\n${response.headers.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`;
  const text = `${options.has('i') || options.has('I') ? head : ''}${options.has('I') ? '' : response.body}`;
  const file = options.values('o')[0];
  if (file === undefined || file === '-') yield* process.write(1, text);
  else {
    const fd = process.files.open(file, { write: true, create: true, truncate: true });
    yield* process.write(fd, text);
    process.process.descriptors.close(fd);
  }
  const format = options.values('w')[0];
  if (format === undefined) return;
  const seconds = ((process.nowMs() - startedMs) / 1000).toFixed(6);
  const facts: Readonly<Record<string, string>> = {
    http_code: String(response.status).padStart(3, '0'),
    response_code: String(response.status).padStart(3, '0'),
    time_total: seconds,
    time_connect: seconds,
    size_download: String(response.body.length),
    content_type: findHeader(response.headers, 'content-type') ?? '',
    url_effective: `${url.scheme}://${url.authority}${url.target}`,
  };
  const filled = format.replace(/%\{(\w+)\}/g, (_all, name: string) => facts[name] ?? '');
  yield* process.write(1, filled.replaceAll('\\n', '\n').replaceAll('\\t', '\t').replaceAll('\\r', '\r'));
}

function statusLine({ version: http, status, reason }: HttpResponse): string {
  return `${http} ${status} ${reason}`;
}

function* nothing(): Coroutine<void> {}
