import { decodeUtf8, encodeUtf8, type KubeObject, type Stored } from '@podlab/apimachinery';
import type { ApiResponse } from '../../apiserver/exchange.ts';
import type { EmbeddedCluster } from '../ports.ts';

/** Sends JSON to a cluster as a client would. */
export function send(cluster: EmbeddedCluster, method: string, path: string, body?: KubeObject): ApiResponse {
  return cluster.handle({
    method,
    path,
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    ...(body && { body: encodeUtf8(JSON.stringify(body)) }),
  });
}

/** The answer's JSON. @throws Error when the answer is not a success */
export function ask(cluster: EmbeddedCluster, method: string, path: string, body?: KubeObject): Stored {
  const { status, body: answer } = send(cluster, method, path, body);
  const text = textOf(answer);
  if (status >= 300) throw new Error(`${method} ${path}: ${status} ${text}`);
  return JSON.parse(text) as Stored;
}

/** A body that does not go on. */
export function textOf(body: ApiResponse['body']): string {
  if (typeof body === 'string') return body;
  if (body instanceof Uint8Array) return decodeUtf8(body);
  throw new Error('this answer is a stream');
}
