import { formatTime } from '@podlab/apimachinery';
import {
  type Coroutine,
  findHeader,
  httpDate,
  type HttpPeer,
  type HttpRequest,
  type HttpResponse,
  type ProcessContext,
  type Program,
  reasonOf,
  serveHttp,
  SystemError,
} from '@podlab/shell';

const root = '/usr/local/apache2/htdocs';
const serverName = 'Apache/2.4.65 (Unix)';
const mimeTypes: Readonly<Record<string, string>> = {
  html: 'text/html',
  txt: 'text/plain',
  css: 'text/css',
  js: 'text/javascript',
  json: 'application/json',
};

/** Apache's server for the files under its document root. WINCH (the image's stop signal) ends it gracefully. */
export const apacheProgram: Program = {
  name: 'httpd',
  *run(process) {
    for (const signal of ['TERM', 'INT', 'WINCH', 'USR1'] as const) process.onSignal(signal, 'handle');
    const ip = process.sockets.stack.address ?? '127.0.0.1';
    if (process.sockets.stack.listeners.some(({ address }) => address.port === 80)) {
      yield* process.complain('(98)Address already in use: AH00072: make_sock: could not bind to address 0.0.0.0:80');
      yield* process.complain('no listening sockets available, shutting down\nAH00015: Unable to open logs');
      return 1;
    }
    yield* process.complain(
      `AH00558: httpd: Could not reliably determine the server's fully qualified domain name, using ${ip}. ` +
        "Set the 'ServerName' directive globally to suppress this message",
    );
    const say = (module: string, text: string) =>
      process.complain(
        `[${longTime(process.nowMs())}] [${module}:notice] [pid ${process.pid}:tid ${process.pid}] ${text}`,
      );
    yield* say('mpm_event', `AH00489: ${serverName} configured -- resuming normal operations`);
    yield* say('core', "AH00094: Command line: 'httpd -D FOREGROUND'");
    yield* serveHttp(process, {
      ports: [80],
      keepAliveMs: 5000,
      answer: (request, peer) => answer(process, request, peer),
      onSignal: function* () {
        const signal = process.takeSignal();
        if (signal === undefined || signal === 'USR1') return 'go on';
        if (signal !== 'WINCH') {
          yield* say('mpm_event', 'AH00491: caught SIGTERM, shutting down');
          return 'exit';
        }
        yield* say('mpm_event', 'AH00492: caught SIGWINCH, shutting down gracefully');
        return 'finish';
      },
    });
    return 0;
  },
};

function* answer(process: ProcessContext, request: HttpRequest, { remote }: HttpPeer): Coroutine<HttpResponse> {
  const response = yield* find(process, request);
  const [year, month, day, time] = formatTime(process.nowMs()).split(/[-TZ]/);
  const when = `${day}/${months[Number(month) - 1]}/${year}:${time} +0000`;
  const line = `${request.method} ${request.target} ${request.version}`;
  yield* process.write(1, `${remote.ip} - - [${when}] "${line}" ${response.status} ${response.body.length}\n`);
  return response;
}

function* find(process: ProcessContext, request: HttpRequest): Coroutine<HttpResponse> {
  if (request.method !== 'GET' && request.method !== 'HEAD') return page(process, request, 405);
  const path = request.target.replace(/\?.*/s, '');
  const file = `${root}${path}${path.endsWith('/') ? 'index.html' : ''}`;
  try {
    const inode = process.files.stat(file);
    if (inode.kind === 'directory') {
      const moved = page(process, request, 301);
      const location = `http://${findHeader(request.headers, 'host') ?? ''}${path}/`;
      return { ...moved, headers: [...moved.headers, ['Location', location]] };
    }
    const fd = process.files.open(file);
    const body = yield* process.readAll(fd);
    process.process.descriptors.close(fd);
    const type = mimeTypes[file.split('.').pop() ?? ''];
    return respond(process, request, {
      status: 200,
      headers: [
        ['Last-Modified', httpDate(inode.modifiedMs)],
        ['ETag', `"${body.length.toString(16)}-${inode.modifiedMs.toString(16)}"`],
        ['Accept-Ranges', 'bytes'],
        ['Content-Length', String(body.length)],
        ...(type ? [['Content-Type', type] as const] : []),
      ],
      body,
    });
  } catch (error) {
    if (!(error instanceof SystemError)) throw error;
    return page(process, request, error.code === 'EACCES' ? 403 : 404);
  }
}

const explanations: Readonly<Record<number, string>> = {
  301: 'The document has moved.',
  403: "You don't have permission to access this resource.",
  404: 'The requested URL was not found on this server.',
  405: 'The requested method is not allowed for this URL.',
};

function page(process: ProcessContext, request: HttpRequest, status: number): HttpResponse {
  const title = `${status} ${reasonOf(status)}`;
  const body = `<!DOCTYPE HTML PUBLIC "-//IETF//DTD HTML 2.0//EN">\n<html><head>\n<title>${title}</title>\n</head><body>\n<h1>${reasonOf(status)}</h1>\n<p>${explanations[status] ?? ''}</p>\n</body></html>\n`;
  const headers = [
    ['Content-Length', String(body.length)],
    ['Content-Type', 'text/html; charset=iso-8859-1'],
  ] as const;
  return respond(process, request, { status, headers, body });
}

function respond(
  process: ProcessContext,
  request: HttpRequest,
  { status, headers, body }: Pick<HttpResponse, 'status' | 'headers' | 'body'>,
): HttpResponse {
  const isClosing = (findHeader(request.headers, 'connection') ?? '').toLowerCase() === 'close';
  return {
    version: 'HTTP/1.1',
    status,
    reason: reasonOf(status),
    headers: [
      ['Date', httpDate(process.nowMs())],
      ['Server', serverName],
      ...headers,
      ...(isClosing ? [['Connection', 'close'] as const] : []),
    ],
    body,
  };
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `Thu Nov 26 19:06:17.000000 2026` */
function longTime(nowMs: number): string {
  const [weekday = '', day, month, year, time] = httpDate(nowMs).split(' ');
  return `${weekday.slice(0, 3)} ${month} ${day} ${time}.${String(nowMs % 1000).padStart(3, '0')}000 ${year}`;
}
