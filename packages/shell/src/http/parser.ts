import type { ByteString } from '../files/bytes.ts';
import { findHeader, type HttpHeaders, type HttpRequest, type HttpResponse } from './message.ts';

/** What was received is not HTTP. */
export class HttpSyntaxError extends Error {
  override readonly name = 'HttpSyntaxError';

  constructor(
    message: string,
    /** The line that could not be understood. */
    readonly line: ByteString,
  ) {
    super(message);
  }
}

interface Head {
  readonly first: ByteString;
  readonly headers: HttpHeaders;
  readonly length: number;
}

/** Takes requests out of the bytes of a connection as they come. */
export class RequestParser {
  #buffer = '';

  push(bytes: ByteString): void {
    this.#buffer += bytes;
  }

  /** Whether the beginning of a request is there. */
  get hasStarted(): boolean {
    return this.#buffer !== '';
  }

  /** @returns the next whole request; undefined when more bytes are needed. Throws `HttpSyntaxError`. */
  next(): HttpRequest | undefined {
    const head = readHead(this.#buffer);
    if (head === undefined) {
      const line = /^([^\r\n]*)\r?\n/.exec(this.#buffer)?.[1];
      if (line !== undefined && line !== '') parseRequestLine(line);
      return undefined;
    }
    const { method, target, version } = parseRequestLine(head.first);
    const body = readBody(this.#buffer, head, 'no body');
    if (body === undefined) return undefined;
    this.#buffer = this.#buffer.slice(body.end);
    return { method, target, version, headers: head.headers, body: body.text };
  }
}

/** Takes one response out of the bytes of a connection as they come. */
export class ResponseParser {
  readonly #method: string;
  #buffer = '';
  #hasEnded = false;

  /** @param method of the request: the answer to HEAD has no body */
  constructor(method: string) {
    this.#method = method;
  }

  push(bytes: ByteString): void {
    this.#buffer += bytes;
  }

  /** The connection has ended. */
  end(): void {
    this.#hasEnded = true;
  }

  /** Status and header fields, once they are there. Throws `HttpSyntaxError`. */
  head(): Omit<HttpResponse, 'body'> | undefined {
    const head = readHead(this.#buffer);
    if (head === undefined) {
      const line = /^([^\r\n]*)\r?\n/.exec(this.#buffer)?.[1] ?? (this.#hasEnded ? this.#buffer : undefined);
      if (line !== undefined && line !== '') parseStatusLine(line);
      return undefined;
    }
    return { ...parseStatusLine(head.first), headers: head.headers };
  }

  /** The bytes of the body that are there, as they were sent. */
  partialBody(): ByteString {
    const head = readHead(this.#buffer);
    return head === undefined ? '' : this.#buffer.slice(head.length);
  }

  /** @returns the whole response; undefined when more bytes are needed, or when it was cut off */
  whole(): HttpResponse | undefined {
    const first = this.head();
    const head = readHead(this.#buffer);
    if (first === undefined || head === undefined) return undefined;
    const { status } = first;
    const isBare = this.#method === 'HEAD' || status === 204 || status === 304 || status < 200;
    const body = isBare
      ? { text: '', end: head.length }
      : readBody(this.#buffer, head, this.#hasEnded ? 'up to the end' : 'not yet');
    return body && { ...first, body: body.text };
  }
}

function parseRequestLine(line: ByteString): Pick<HttpRequest, 'method' | 'target' | 'version'> {
  const match = /^([A-Z]+) (\S+)(?: (HTTP\/\d\.\d))?$/.exec(line);
  if (!match) throw new HttpSyntaxError('malformed request line', line);
  return { method: match[1] ?? '', target: match[2] ?? '', version: match[3] ?? 'HTTP/0.9' };
}

function parseStatusLine(line: ByteString): Pick<HttpResponse, 'status' | 'reason' | 'version'> {
  const match = /^(HTTP\/\d(?:\.\d)?) +(\d{3}) ?(.*)$/.exec(line);
  if (!match) throw new HttpSyntaxError('malformed status line', line);
  return { version: match[1] ?? '', status: Number(match[2]), reason: match[3] ?? '' };
}

function readHead(buffer: ByteString): Head | undefined {
  const end = /\r?\n\r?\n/.exec(buffer);
  if (!end) return undefined;
  const [first = '', ...lines] = buffer.slice(0, end.index).split(/\r?\n/);
  const headers = lines.map((line): [string, string] => {
    const colon = line.indexOf(':');
    return colon < 0 ? [line, ''] : [line.slice(0, colon), line.slice(colon + 1).trim()];
  });
  return { first, headers, length: end.index + end[0].length };
}

function readBody(
  buffer: ByteString,
  head: Head,
  withoutLength: 'no body' | 'up to the end' | 'not yet',
): { text: ByteString; end: number } | undefined {
  if (/chunked/i.test(findHeader(head.headers, 'transfer-encoding') ?? '')) return readChunks(buffer, head.length);
  const length = findHeader(head.headers, 'content-length');
  if (length !== undefined && /^\d+$/.test(length)) {
    const end = head.length + Number(length);
    if (buffer.length >= end) return { text: buffer.slice(head.length, end), end };
    return undefined;
  }
  if (withoutLength === 'no body') return { text: '', end: head.length };
  return withoutLength === 'not yet' ? undefined : { text: buffer.slice(head.length), end: buffer.length };
}

function readChunks(buffer: ByteString, start: number): { text: ByteString; end: number } | undefined {
  let text = '';
  let at = start;
  for (;;) {
    const lineEnd = buffer.indexOf('\n', at);
    if (lineEnd < 0) return undefined;
    const size = Number.parseInt(buffer.slice(at, lineEnd), 16);
    if (!Number.isInteger(size)) throw new HttpSyntaxError('malformed chunk', buffer.slice(at, lineEnd));
    const from = lineEnd + 1;
    const end = buffer.indexOf('\n', from + size);
    if (end < 0) return undefined;
    if (size === 0) return { text, end: end + 1 };
    text += buffer.slice(from, from + size);
    at = end + 1;
  }
}
