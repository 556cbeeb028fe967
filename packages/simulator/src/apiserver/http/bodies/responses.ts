import { encodeUtf8, StatusError } from '@podlab/apimachinery';
import type { ApiResponse } from '../../exchange.ts';

const json = { 'content-type': 'application/json', 'cache-control': 'no-cache, private' };

/** A JSON response. @param body a string is JSON already */
export function jsonResponse(
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): ApiResponse {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return { status, headers: { ...json, ...headers }, body: `${text}\n` };
}

/** JSON for people: indented, and without an end to its last line. */
export function indentedResponse(body: object): ApiResponse {
  return { status: 200, headers: json, body: JSON.stringify(body, undefined, 2) };
}

export function textResponse(status: number, body: string): ApiResponse {
  return { status, headers: { 'content-type': 'text/plain; charset=utf-8' }, body };
}

/** The `Status` that an error stands for. */
export function errorResponse({ status, code }: StatusError): ApiResponse {
  const retry = status.details?.retryAfterSeconds;
  return jsonResponse(code, status, retry === undefined ? {} : { 'retry-after': String(retry) });
}

/** Warning headers, as clients print them. @see RFC 7234 5.5, k8s.io/apimachinery/pkg/util/net/http.go */
export function warningHeaders(warnings: readonly string[]): Readonly<Record<string, string>> {
  if (warnings.length === 0) return {};
  const quoted = warnings.map((warning) => `299 - "${warning.replace(/["\\]/g, '\\$&')}"`);
  return { warning: quoted.join(', ') };
}

/**
 * What `run` answers; when it refuses, with what the client was to be warned of until then.
 * @param run adds to the warnings as they come up
 * @throws Error other than StatusError
 */
export function warningAnyway(run: (told: string[]) => ApiResponse): ApiResponse {
  const told: string[] = [];
  try {
    return run(told);
  } catch (error) {
    if (!(error instanceof StatusError)) throw error;
    const response = errorResponse(error);
    return { ...response, headers: { ...warningHeaders(told), ...response.headers } };
  }
}

/** One line of a watch. */
export function watchLine(type: string, object: string): Uint8Array {
  return encodeUtf8(`{"type":"${type}","object":${object}}\n`);
}
