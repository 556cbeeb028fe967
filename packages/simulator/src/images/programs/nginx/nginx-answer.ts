import {
  type Coroutine,
  exchangeHttp,
  findHeader,
  formatRequest,
  httpDate,
  type HttpPeer,
  type HttpRequest,
  type HttpResponse,
  parseHttpUrl,
  type ProcessContext,
  reasonOf,
  resolveName,
  SystemError,
} from '@podlab/shell';
import type { NginxLocation, NginxServer } from './nginx-site.ts';

/** What is sent back, without what every answer has, and what the error log says about it. */
export interface NginxAnswer {
  readonly response: BareResponse;
  readonly error?: string;
  readonly upstream?: string;
}

type BareResponse = Pick<HttpResponse, 'status' | 'headers' | 'body'>;

interface Asked {
  readonly server: NginxServer;
  readonly location: NginxLocation;
  readonly request: HttpRequest;
  readonly peer: HttpPeer;
  readonly version: string;
}

/** @see nginx: proxy_connect_timeout and proxy_read_timeout */
const proxyTimeoutMs = 60_000;

const mimeTypes: Readonly<Record<string, string>> = {
  html: 'text/html',
  htm: 'text/html',
  css: 'text/css',
  xml: 'text/xml',
  txt: 'text/plain',
  js: 'application/javascript',
  json: 'application/json',
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  svg: 'image/svg+xml',
  ico: 'image/x-icon',
};

/** Answers one request by what its location says. */
export function* answerNginx(process: ProcessContext, asked: Asked): Coroutine<NginxAnswer> {
  const { location, request, version } = asked;
  const { return: returned } = location;
  if (returned) {
    const { status } = returned;
    const text = fillVariables(returned.text ?? '', asked);
    if (status >= 300 && status < 400) {
      const page = faultPage(status, version);
      return { response: { ...page, headers: [...page.headers, ['Location', text]] } };
    }
    if (returned.text === undefined && status >= 400) return { response: faultPage(status, version) };
    const type = location.defaultType ?? 'text/plain';
    return { response: { status, headers: [['Content-Type', type], ...location.headers], body: text } };
  }
  if (location.proxyPass !== undefined) return yield* passOn(process, asked, location.proxyPass);
  if (request.method !== 'GET' && request.method !== 'HEAD') return { response: faultPage(405, version) };
  return yield* sendFile(process, asked);
}

/** Adds what every answer has, in nginx's order. */
export function finishResponse(
  process: ProcessContext,
  { status, headers, body }: BareResponse,
  { request, version }: { readonly request: HttpRequest | undefined; readonly version: string },
): HttpResponse {
  const wanted = (request && findHeader(request.headers, 'connection'))?.toLowerCase();
  const stays = request?.version === 'HTTP/1.1' ? wanted !== 'close' : wanted === 'keep-alive';
  const [type, ...rest] = headers;
  return {
    version: 'HTTP/1.1',
    status,
    reason: status === 405 ? 'Not Allowed' : reasonOf(status),
    headers: [
      ['Server', `nginx/${version}`],
      ['Date', httpDate(process.nowMs())],
      ...(type ? [type] : []),
      ['Content-Length', String(body.length)],
      ...rest.filter(([name]) => name === 'Last-Modified'),
      ['Connection', stays ? 'keep-alive' : 'close'],
      ...rest.filter(([name]) => name !== 'Last-Modified'),
    ],
    body,
  };
}

/** The page that nginx makes for a status. */
export function faultPage(status: number, version: string): BareResponse {
  const title = `${status} ${status === 405 ? 'Not Allowed' : status === 503 ? 'Service Temporarily Unavailable' : status === 504 ? 'Gateway Time-out' : reasonOf(status)}`;
  const lines = [
    '<html>',
    `<head><title>${title}</title></head>`,
    '<body>',
    `<center><h1>${title}</h1></center>`,
    `<hr><center>nginx/${version}</center>`,
    '</body>',
    '</html>',
    '',
  ];
  return { status, headers: [['Content-Type', 'text/html']], body: lines.join('\r\n') };
}

function* sendFile(process: ProcessContext, asked: Asked): Coroutine<NginxAnswer> {
  const { location, request, version } = asked;
  const path = decodeURIComponent(request.target.replace(/\?.*/s, ''));
  const tried = location.tryFiles?.find((candidate) => isThere(process, location, fillVariables(candidate, asked)));
  const last = location.tryFiles?.at(-1);
  const lastStatus = /^=(\d{3})$/.exec(last ?? '')?.[1];
  if (location.tryFiles && tried === undefined && lastStatus)
    return { response: faultPage(Number(lastStatus), version) };
  const wanted = location.tryFiles ? fillVariables(tried ?? last ?? path, asked) : path;
  const file = fileOf(location, wanted);
  const inode = process.files.find(file);
  if (inode?.kind === 'directory') return yield* sendIndex(process, asked, { path: wanted, directory: file });
  return yield* sendOne(process, asked, file);
}

function* sendIndex(
  process: ProcessContext,
  asked: Asked,
  { path, directory }: { readonly path: string; readonly directory: string },
): Coroutine<NginxAnswer> {
  const { location, request, version } = asked;
  if (!path.endsWith('/')) {
    const page = faultPage(301, version);
    const host = findHeader(request.headers, 'host') ?? '';
    return { response: { ...page, headers: [...page.headers, ['Location', `http://${host}${path}/`]] } };
  }
  const base = directory.replace(/\/?$/, '/');
  const index = location.index.find((name) => process.files.find(base + name)?.kind === 'file');
  if (index !== undefined) return yield* sendOne(process, asked, base + index);
  return { response: faultPage(403, version), error: `directory index of "${base}" is forbidden` };
}

function* sendOne(process: ProcessContext, { location, version }: Asked, file: string): Coroutine<NginxAnswer> {
  try {
    const inode = process.files.stat(file);
    const fd = process.files.open(file);
    const body = yield* process.readAll(fd);
    process.process.descriptors.close(fd);
    const seconds = Math.floor(inode.modifiedMs / 1000);
    const type = mimeTypes[file.split('.').pop() ?? ''] ?? location.defaultType ?? 'text/plain';
    const headers: [string, string][] = [
      ['Content-Type', type],
      ['Last-Modified', httpDate(seconds * 1000)],
      ['ETag', `"${seconds.toString(16)}-${body.length.toString(16)}"`],
      ['Accept-Ranges', 'bytes'],
    ];
    return { response: { status: 200, headers: [...headers, ...location.headers], body } };
  } catch (error) {
    if (!(error instanceof SystemError)) throw error;
    const [status, number] = error.code === 'EACCES' ? [403, 13] : [404, 2];
    return { response: faultPage(status, version), error: `open() "${file}" failed (${number}: ${error.message})` };
  }
}

function isThere(process: ProcessContext, location: NginxLocation, candidate: string): boolean {
  if (candidate.startsWith('=')) return false;
  const kind = process.files.find(fileOf(location, candidate))?.kind;
  return candidate.endsWith('/') ? kind === 'directory' : kind === 'file';
}

function fileOf({ root, alias, path: prefix }: NginxLocation, path: string): string {
  return alias === undefined ? `${root}${path}` : `${alias}${path.slice(prefix.length)}`;
}

function fillVariables(text: string, { request, peer, server, location }: Asked): string {
  const [path = '', query = ''] = request.target.split(/\?(.*)/s);
  const host = findHeader(request.headers, 'host') ?? '';
  const values: Readonly<Record<string, string>> = {
    uri: path,
    request_uri: request.target,
    args: query,
    query_string: query,
    host: host.replace(/:\d+$/, ''),
    http_host: host,
    hostname: host,
    scheme: 'http',
    request_method: request.method,
    remote_addr: peer.remote.ip,
    server_addr: peer.local.ip,
    server_port: String(peer.local.port),
    server_name: server.names[0] ?? '',
    document_root: location.root,
  };
  return text.replace(/\$\{?(\w+)\}?/g, (all, name: string) => values[name] ?? all);
}

function* passOn(process: ProcessContext, asked: Asked, proxyPass: string): Coroutine<NginxAnswer> {
  const { request, location, version } = asked;
  const url = parseHttpUrl(proxyPass);
  if (!url) return { response: faultPage(500, version), error: `invalid URL prefix in "${proxyPass}"` };
  const hasPath = /^https?:\/\/[^/]+\//.test(proxyPass);
  const target = hasPath ? url.target + request.target.slice(location.path.length) : request.target;
  const ip = yield* resolveName(process, url.host);
  if (ip === undefined) {
    return { response: faultPage(502, version), error: `${url.host} could not be resolved (3: Host not found)` };
  }
  const upstream = `http://${ip}:${url.port}${target}`;
  try {
    const fd = yield* process.sockets.connect({ ip, port: url.port }, proxyTimeoutMs);
    const hop = ['host', 'connection', 'keep-alive', 'transfer-encoding'];
    const outcome = yield* exchangeHttp(process, fd, {
      method: request.method,
      untilMs: process.nowMs() + proxyTimeoutMs,
      request: formatRequest({
        ...request,
        target,
        version: 'HTTP/1.0',
        headers: [
          ['Host', url.authority],
          ['Connection', 'close'],
          ...request.headers.filter(([name]) => !hop.includes(name.toLowerCase())),
        ],
      }),
    });
    process.process.descriptors.close(fd);
    if (outcome.kind === 'response' || outcome.kind === 'cut') {
      const { status, headers, body } = outcome.response;
      const own = [...hop, 'content-length', 'server', 'date'];
      const kept = headers.filter(([name]) => !own.includes(name.toLowerCase()));
      const type = kept.filter(([name]) => name.toLowerCase() === 'content-type');
      const rest = kept.filter(([name]) => name.toLowerCase() !== 'content-type');
      return { response: { status, headers: [...type, ...rest], body } };
    }
    if (outcome.kind === 'late') {
      const error = 'upstream timed out (110: Connection timed out) while reading response header from upstream';
      return { response: faultPage(504, version), error, upstream };
    }
    const error = 'upstream prematurely closed connection while reading response header from upstream';
    return { response: faultPage(502, version), error, upstream };
  } catch (error) {
    if (!(error instanceof SystemError) || error.code === 'EINTR') throw error;
    const isLate = error.code === 'ETIMEDOUT';
    const what = isLate
      ? 'upstream timed out (110: Connection timed out) while connecting to upstream'
      : `connect() failed (${error.code === 'ECONNREFUSED' ? 111 : 113}: ${error.message}) while connecting to upstream`;
    return { response: faultPage(isLate ? 504 : 502, version), error: what, upstream };
  }
}
