import { decodeUtf8, encodeUtf8 } from '@podlab/apimachinery';
import {
  type Coroutine,
  bytesOf,
  type ByteString,
  findHeader,
  formatServerHello,
  type HttpRequest,
  HttpSyntaxError,
  httpDate,
  parseClientHello,
  type ProcessContext,
  reasonOf,
  RequestParser,
  type ServerCertificate,
  textOf,
} from '@podlab/shell';
import type { ApiEndpoint } from '../../../apiserver/api-endpoint.ts';
import type { ApiRequest, ApiResponse, ApiStream } from '../../../apiserver/exchange.ts';
import { authorityCertificate } from '../../../apiserver/own-objects/certificate-authority.ts';
import { flowHeaders } from './flow-headers.ts';
import { goJson } from '../../../apiserver/http/bodies/go-json.ts';

/** What a connection to the API server's port is served with. */
export interface ApiPort {
  readonly endpoint: ApiEndpoint;
  /** Of the node that it runs on. */
  readonly nodeName: string;
  readonly nodeIp: string;
}

/** One client, which has said hello. */
interface Client extends ApiPort {
  readonly fd: number;
  readonly isHttp2: boolean;
}

const idleMs = 180_000;
const yearMs = 365 * 24 * 3600 * 1000;

/**
 * Serves one client of kube-apiserver's port: TLS that shows kubeadm's certificate, then requests one after the other.
 * HTTP/2 differs from HTTP/1.1 only in what the client shows of it.
 */
export function* serveApiClient(
  context: ProcessContext,
  { fd, hello, ...port }: ApiPort & { readonly fd: number; readonly hello: ByteString },
): Coroutine<void> {
  const greeted = parseClientHello(hello);
  if (!greeted) return;
  const isHttp2 = greeted.greeting.protocols.includes('h2');
  const protocol = isHttp2 ? 'h2' : greeted.greeting.protocols.includes('http/1.1') ? 'http/1.1' : undefined;
  const certificate = servingCertificate(port, context.nowMs());
  yield* context.write(fd, formatServerHello({ certificate, ...(protocol !== undefined && { protocol }) }));
  const parser = new RequestParser();
  parser.push(greeted.rest);
  const client: Client = { ...port, fd, isHttp2 };
  for (;;) {
    const request = yield* nextRequest(context, fd, parser);
    if (!request) return;
    const response = yield* answer(context, client, request);
    if (!(yield* send(context, client, request, response))) return;
    if ((findHeader(request.headers, 'connection') ?? '').toLowerCase() === 'close') return;
  }
}

/** As kubeadm makes it for kind. @see cmd/kubeadm/app/util/pkiutil/pki_helpers.go GetAPIServerAltNames (v1.36) */
function servingCertificate({ nodeName, nodeIp }: ApiPort, nowMs: number): ServerCertificate {
  const service = ['kubernetes', 'kubernetes.default', 'kubernetes.default.svc'];
  const names = [...service, 'kubernetes.default.svc.cluster.local', 'localhost', nodeName];
  const since = Math.floor(nowMs / yearMs) * yearMs;
  return {
    subject: 'CN=kube-apiserver',
    issuer: 'CN=kubernetes',
    authority: authorityCertificate,
    names: [...names, '10.96.0.1', nodeIp, '127.0.0.1'],
    notBeforeMs: since,
    notAfterMs: since + yearMs,
  };
}

function* nextRequest(context: ProcessContext, fd: number, parser: RequestParser): Coroutine<HttpRequest | undefined> {
  const connection = context.sockets.connection(fd);
  const untilMs = context.nowMs() + idleMs;
  try {
    for (;;) {
      const request = parser.next();
      if (request) return request;
      while (!connection.isReadable()) {
        if (context.nowMs() >= untilMs) return undefined;
        yield* context.process.blockUntil(untilMs, connection.changed);
      }
      const bytes = yield* context.read(fd);
      if (bytes.length === 0) return undefined;
      parser.push(textOf(bytes));
    }
  } catch (error) {
    if (!(error instanceof HttpSyntaxError)) throw error;
    yield* context.write(
      fd,
      'HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\n\r\n400 Bad Request',
    );
    return undefined;
  }
}

function* answer(context: ProcessContext, { endpoint }: Client, request: HttpRequest): Coroutine<ApiResponse> {
  const { method, target, headers, body } = request;
  const asked: ApiRequest = {
    method,
    path: target,
    headers: Object.fromEntries(headers.map(([name, value]) => [name.toLowerCase(), value])),
    ...(body === '' ? {} : { body: bytesOf(body) }),
  };
  for (let loading = endpoint.loadCodeFor(asked); loading; loading = endpoint.loadCodeFor(asked)) {
    yield* context.process.waitForCode(loading);
  }
  const response = endpoint.handle(asked);
  const { later } = response;
  if (!later) return response;
  let come: ApiResponse | undefined;
  later((answered) => {
    come = answered;
    context.process.wake();
  });
  while (!come) yield* context.process.block();
  return come;
}

/** @returns whether the connection may go on */
function* send(
  context: ProcessContext,
  client: Client,
  request: HttpRequest,
  response: ApiResponse,
): Coroutine<boolean> {
  const { fd, endpoint } = client;
  const { body } = response;
  const isStream = typeof body === 'object' && 'subscribe' in body;
  const bytes = isStream ? undefined : contentOf(request, response);
  const extra: [string, string][] = [
    ['Date', httpDate(context.nowMs())],
    ...(bytes === undefined ? [] : ([['Content-Length', String(bytes.length)]] as [string, string][])),
  ];
  const own = Object.entries({
    'audit-id': endpoint.nextAuditId(),
    'cache-control': 'no-cache, private',
    ...(isNoSniff(response) && { 'x-content-type-options': 'nosniff' }),
    ...flowHeaders(response, request, endpoint),
    ...response.headers,
  }).sort(([a], [b]) => (a < b ? -1 : 1));
  const all = client.isHttp2
    ? [...own, ...extra.toReversed().map(([name, value]) => [name.toLowerCase(), value])]
    : [...own.map(([name, value]) => [canonical(name), value]), ...extra];
  const framing = isStream ? [['Transfer-Encoding', 'chunked']] : [];
  const status = client.isHttp2
    ? `HTTP/2 ${response.status} `
    : `HTTP/1.1 ${response.status} ${reasonOf(response.status)}`;
  const head = [...all, ...framing].map(([name, value]) => `${name}: ${value}\r\n`).join('');
  yield* context.write(fd, `${status}\r\n${head}\r\n`);
  if (request.method === 'HEAD') return true;
  if (isStream) return yield* follow(context, fd, { stream: body, isJson: isJsonAnswer(response) });
  if (bytes !== undefined) yield* context.write(fd, bytes);
  return true;
}

/** Whether it is an answer that Go's own functions write: plain text, and refusals of what nobody may do. */
function isNoSniff({ status, headers }: ApiResponse): boolean {
  return status === 403 || (headers['content-type'] ?? '').startsWith('text/plain');
}

function contentOf(request: HttpRequest, { headers, body }: ApiResponse): Uint8Array {
  if (typeof body !== 'string') return body as Uint8Array;
  // What others than the API's own machinery write is as they wrote it, and what is indented already is in order.
  const isLeft = !isJsonAnswer({ headers }) || body.startsWith('{\n') || request.target.startsWith('/.well-known/');
  return encodeUtf8(isLeft ? body : goJson(body, false));
}

/** Passes a stream on until it ends or its client has gone. */
function* follow(
  context: ProcessContext,
  fd: number,
  { stream, isJson }: { readonly stream: ApiStream; readonly isJson: boolean },
): Coroutine<boolean> {
  const connection = context.sockets.connection(fd);
  const pieces: Uint8Array[] = [];
  let isOver = false;
  const stop = stream.subscribe({
    write: (piece) => {
      pieces.push(piece);
      context.process.wake();
    },
    end: () => {
      isOver = true;
      context.process.wake();
    },
  });
  try {
    for (;;) {
      for (const piece of pieces.splice(0)) yield* context.write(fd, chunk(textOf(isJson ? goLine(piece) : piece)));
      if (pieces.length > 0) continue;
      if (isOver) {
        yield* context.write(fd, chunk(''));
        return true;
      }
      if (connection.isReadable() && (yield* context.read(fd)).length === 0) return false;
      if (!connection.isReadable()) yield* context.process.block(connection.changed);
    }
  } finally {
    stop();
  }
}

function isJsonAnswer({ headers }: Pick<ApiResponse, 'headers'>): boolean {
  return headers['content-type'] === 'application/json';
}

/** An event of a watch. */
function goLine(line: Uint8Array): Uint8Array {
  return encodeUtf8(goJson(decodeUtf8(line), false));
}

function chunk(piece: ByteString): ByteString {
  return `${piece.length.toString(16)}\r\n${piece}\r\n`;
}

/** `x-content-type-options` as HTTP/1.1 servers written in Go send it. */
function canonical(name: string): string {
  return name.replace(/(^|-)[a-z]/g, (letter) => letter.toUpperCase());
}
