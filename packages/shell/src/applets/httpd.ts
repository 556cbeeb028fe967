import { textOf } from '../files/bytes.ts';
import { SystemError } from '../files/errno.ts';
import { findHeader, httpDate, type HttpRequest, reasonOf } from '../http/message.ts';
import { HttpSyntaxError, RequestParser } from '../http/parser.ts';
import { anyAddress } from '../network/address.ts';
import type { ProcessContext } from '../process/context.ts';
import type { Coroutine } from '../process/process.ts';
import { applet } from './applet.ts';
import { findCgi, runCgi } from './httpd-cgi.ts';
import { parseOptions } from './options.ts';

const mimeTypes: Readonly<Record<string, string>> = {
  html: 'text/html',
  htm: 'text/html',
  txt: 'text/plain',
  h: 'text/plain',
  c: 'text/plain',
  css: 'text/css',
  js: 'application/javascript',
  gif: 'image/gif',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  png: 'image/png',
  svg: 'image/svg+xml',
  xml: 'text/xml',
};

const explanations: Readonly<Record<number, string>> = {
  400: 'Unsupported method',
  403: '',
  404: 'The requested URL was not found',
  501: 'The requested method is not recognized',
};

const requestTimeoutMs = 60_000;
const highestPort = 65_535;

/** A web server for files and CGI programs: -f -p -h -v. A process for each connection, as busybox has it. */
export const httpd = applet('httpd', function* (context, args) {
  const options = yield* parseOptions(context, args, 'fivp:h:c:u:r:d:e:');
  if (!options) return 1;
  const text = options.has('d') ? decodeText(options.value('d') ?? '') : encodeText(options.value('e') ?? '');
  if (options.has('d') || options.has('e')) {
    yield* context.write(1, text);
    return 0;
  }
  const home = options.value('h');
  try {
    if (home !== undefined) context.files.changeDirectory(home);
  } catch (error) {
    if (!(error instanceof SystemError)) throw error;
    yield* context.complain(`httpd: can't change directory to '${home ?? ''}': ${error.message}`);
    return 1;
  }
  const [, ip = anyAddress, port = '80'] = /^(?:([\d.]+):)?(\d+)$/.exec(options.value('p') ?? '80') ?? [];
  let listener: number;
  try {
    if (Number(port) > highestPort) throw new SystemError('EADDRNOTAVAIL');
    listener = context.sockets.listen({ ip, port: Number(port) });
  } catch (error) {
    if (!(error instanceof SystemError)) throw error;
    yield* context.complain(`httpd: bind: ${error.message}`);
    return 1;
  }
  const verbosity =
    args
      .join(' ')
      .match(/(?<=^|\s)-[a-z]*v+[a-z]*/g)
      ?.join('')
      .replace(/[^v]/g, '').length ?? 0;
  if (options.has('f')) return yield* acceptAll(context, listener, verbosity);
  context.fork((child) => acceptAll(child, listener, verbosity));
  return 0;
});

function* acceptAll(context: ProcessContext, listener: number, verbosity: number): Coroutine<number> {
  context.onSignal('CHLD', 'ignore');
  for (;;) {
    const fd = yield* context.sockets.accept(listener);
    context.fork(function* (child) {
      child.process.descriptors.close(listener);
      yield* serve(child, fd, verbosity);
      return 0;
    });
    context.process.descriptors.close(fd);
  }
}

function* serve(context: ProcessContext, fd: number, verbosity: number): Coroutine<void> {
  const request = yield* readRequest(context, fd);
  if (request === undefined) return;
  const who = `[::ffff:${context.sockets.connection(fd).remote.ip}]:${context.sockets.connection(fd).remote.port}`;
  if (verbosity > 1 && request !== 'garbage') yield* context.complain(`${who}: url:${request.target}`);
  const status = yield* answer(context, fd, request);
  if (verbosity > 0) yield* context.complain(`${who}: response:${status}`);
}

function* readRequest(context: ProcessContext, fd: number): Coroutine<HttpRequest | 'garbage' | undefined> {
  const parser = new RequestParser();
  for (;;) {
    try {
      const request = parser.next();
      if (request) return request;
    } catch (error) {
      if (error instanceof HttpSyntaxError) return 'garbage';
      throw error;
    }
    if ((yield* context.sockets.poll([fd], requestTimeoutMs)).length === 0) return undefined;
    const bytes = yield* context.read(fd);
    if (bytes.length === 0) return undefined;
    parser.push(textOf(bytes));
  }
}

function* answer(context: ProcessContext, fd: number, request: HttpRequest | 'garbage'): Coroutine<number> {
  if (request === 'garbage') return yield* answerFault(context, fd, 400);
  const [path = '', query = ''] = request.target.split(/\?(.*)/s);
  const file = `.${decodePath(path)}`;
  if (file.split('/').includes('..')) return yield* answerFault(context, fd, 400);
  const isCgi = path.startsWith('/cgi-bin/');
  if (!isCgi && request.method !== 'GET' && request.method !== 'HEAD') return yield* answerFault(context, fd, 501);
  const cgi = isCgi ? findCgi(context, decodePath(path)) : undefined;
  const inode = context.files.find(cgi ? `.${cgi.script}` : file);
  if (inode === undefined) return yield* answerFault(context, fd, 404);
  if (inode.kind === 'directory' && !path.endsWith('/')) {
    const lines = [...head(context, 302), `Location: ${path}/${query === '' ? '' : `?${query}`}`];
    yield* context.write(fd, `${lines.join('\r\n')}\r\n\r\n`);
    return 302;
  }
  if (cgi && inode.kind !== 'directory') {
    if (!context.files.isAllowed(`.${cgi.script}`, 'execute')) return yield* answerFault(context, fd, 403);
    return yield* runCgi(context, fd, { request, query, ...cgi });
  }
  return yield* sendFile(context, fd, request, inode.kind === 'directory' ? `${file}index.html` : file);
}

function* sendFile(context: ProcessContext, fd: number, request: HttpRequest, file: string): Coroutine<number> {
  const inode = context.files.find(file);
  if (inode === undefined || inode.kind === 'directory') return yield* answerFault(context, fd, 404);
  if (!context.files.isAllowed(file, 'read')) return yield* answerFault(context, fd, 403);
  const source = context.files.open(file);
  const content = yield* context.readAll(source);
  const modified = Math.floor(inode.modifiedMs / 1000);
  const type = mimeTypes[file.split('.').pop() ?? ''] ?? 'application/octet-stream';
  const range = requestedRange(request, content.length);
  const sent = range ? content.slice(range.from, range.to + 1) : content;
  const lines = [
    // The type is looked up for whole files only.
    ...(range ? head(context, 206) : head(context, 200, type)),
    ...(range ? [`Content-Range: bytes ${range.from}-${range.to}/${content.length}`] : []),
    'Accept-Ranges: bytes',
    `Last-Modified: ${httpDate(modified * 1000)}`,
    `ETag: "${modified.toString(16)}-${content.length.toString(16)}"`,
    `Content-Length: ${sent.length}`,
  ];
  yield* context.write(fd, `${lines.join('\r\n')}\r\n\r\n${sent}`);
  return range ? 206 : 200;
}

/** The one range of bytes that a request asks for; undefined when it asks for all, or for what is not there. */
function requestedRange(request: HttpRequest, size: number): { from: number; to: number } | undefined {
  const [, first, last] = /^bytes=(\d+)-(\d*)$/.exec(findHeader(request.headers, 'range') ?? '') ?? [];
  if (first === undefined) return undefined;
  const from = Number(first);
  const to = last ? Math.min(Number(last), size - 1) : size - 1;
  return from <= to ? { from, to } : undefined;
}

function* answerFault(context: ProcessContext, fd: number, status: number): Coroutine<number> {
  const title = `${status} ${reasonOf(status)}`;
  const body = `<HTML><HEAD><TITLE>${title}</TITLE></HEAD>\n<BODY><H1>${title}</H1>\n${explanations[status] ?? ''}\n</BODY></HTML>\n`;
  yield* context.write(fd, `${head(context, status).join('\r\n')}\r\n\r\n${body}`);
  return status;
}

function head(context: ProcessContext, status: number, type = 'text/html'): string[] {
  return [
    `HTTP/1.1 ${status} ${reasonOf(status)}`,
    `Date: ${httpDate(context.nowMs())}`,
    'Connection: close',
    `Content-type: ${type}`,
  ];
}

function decodePath(path: string): string {
  return path.replace(/%([0-9a-fA-F]{2})/g, (_all, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}

/** As a browser's form writes it: `+` is a space. */
function decodeText(text: string): string {
  return decodePath(text.replaceAll('+', ' '));
}

/** Whatever is no letter or digit as a character reference. */
function encodeText(text: string): string {
  return text.replace(/[^A-Za-z0-9]/g, (char) => `&#${char.charCodeAt(0)};`);
}
