import { Buffer } from 'node:buffer';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { ApiRequest } from '@podlab/simulator';

/**
 * The largest body the API server reads; bytes.
 * @see https://github.com/kubernetes/apiserver/blob/v0.36.0/pkg/server/config.go (MaxRequestBodyBytes)
 */
export const maxBodyBytes = 3 * 1024 * 1024;

/**
 * Reads a request to its end.
 * @param credentials what the cluster is shown; see `Gatekeeper`
 * @returns `tooLarge` when the body passes `maxBodyBytes`; the rest of it is then not read
 */
export async function readRequest(
  message: IncomingMessage,
  credentials: string | undefined,
): Promise<ApiRequest | 'tooLarge'> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of message as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > maxBodyBytes) return 'tooLarge';
    chunks.push(chunk);
  }
  return {
    ...requestHead(message, credentials),
    ...(length > 0 ? { body: new Uint8Array(Buffer.concat(chunks)) } : {}),
  };
}

/** Everything but the body. */
export function requestHead(message: IncomingMessage, credentials: string | undefined): Omit<ApiRequest, 'body'> {
  const { method = 'GET', url = '/', headers } = message;
  return { method, path: url, headers: apiHeaders(headers, credentials) };
}

function apiHeaders(headers: IncomingHttpHeaders, credentials: string | undefined): Record<string, string> {
  const kept: Record<string, string> = credentials === undefined ? {} : { authorization: credentials };
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined || name === 'authorization') continue;
    kept[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return kept;
}
