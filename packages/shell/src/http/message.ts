import { formatTime } from '@podlab/apimachinery';
import type { ByteString } from '../files/bytes.ts';

/** Header fields in the order they are sent. */
export type HttpHeaders = readonly (readonly [name: string, value: string])[];

export interface HttpRequest {
  readonly method: string;
  /** Path with query, as on the request line. */
  readonly target: string;
  readonly version: string;
  readonly headers: HttpHeaders;
  readonly body: ByteString;
}

export interface HttpResponse {
  readonly status: number;
  readonly reason: string;
  readonly version: string;
  readonly headers: HttpHeaders;
  readonly body: ByteString;
}

/** The first header field of that name, whatever its case. */
export function findHeader(headers: HttpHeaders, name: string): string | undefined {
  const wanted = name.toLowerCase();
  return headers.find(([key]) => key.toLowerCase() === wanted)?.[1];
}

const reasons: Readonly<Record<number, string>> = {
  200: 'OK',
  201: 'Created',
  202: 'Accepted',
  204: 'No Content',
  206: 'Partial Content',
  301: 'Moved Permanently',
  302: 'Found',
  303: 'See Other',
  304: 'Not Modified',
  307: 'Temporary Redirect',
  308: 'Permanent Redirect',
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  408: 'Request Timeout',
  409: 'Conflict',
  412: 'Precondition Failed',
  418: "I'm a teapot",
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  501: 'Not Implemented',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
};

/** The words that go with a status code; empty for one that has none. */
export function reasonOf(status: number): string {
  return reasons[status] ?? '';
}

export function formatRequest({ method, target, version, headers, body }: HttpRequest): ByteString {
  return `${method} ${target} ${version}\r\n${formatHeaders(headers)}\r\n${body}`;
}

export function formatResponse({ status, reason, version, headers, body }: HttpResponse): ByteString {
  return `${version} ${status} ${reason}\r\n${formatHeaders(headers)}\r\n${body}`;
}

/** `Thu, 26 Nov 2026 18:46:17 GMT` */
export function httpDate(timeMs: number): string {
  const [year, month, dayOfMonth, time] = formatTime(timeMs).split(/[-TZ]/);
  // The epoch was a Thursday.
  const day = ['Thu', 'Fri', 'Sat', 'Sun', 'Mon', 'Tue', 'Wed'][Math.floor(timeMs / 86_400_000) % 7];
  const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
  return `${day}, ${dayOfMonth} ${months[Number(month) - 1]} ${year} ${time} GMT`;
}

function formatHeaders(headers: HttpHeaders): string {
  return headers.map(([name, value]) => `${name}: ${value}\r\n`).join('');
}
