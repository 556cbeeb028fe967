import type { KubeTransport } from '@podlab/kube-client';
import { ClusterError } from '../errors.ts';

interface JsonRequest {
  /** Default GET. */
  readonly method?: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly path: string;
  /** Of a PATCH: an RFC 7386 merge patch. */
  readonly body?: unknown;
  /** Statuses that are fine besides 2xx. */
  readonly accept?: readonly number[];
  readonly signal: AbortSignal;
}

/** @throws ClusterError REQUEST_REFUSED for any other status; TransportError */
export async function requestJson(transport: KubeTransport, request: JsonRequest): Promise<unknown> {
  const { method = 'GET', path, body, accept = [], signal } = request;
  const contentType = method === 'PATCH' ? 'application/merge-patch+json' : 'application/json';
  const response = await transport.fetch(path, {
    method,
    headers: { accept: 'application/json', ...(body !== undefined && { 'content-type': contentType }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    signal,
  });
  const answer: unknown = await response.json();
  if (response.ok || accept.includes(response.status)) return answer;
  const { message = `status ${response.status}` } = answer as { message?: string };
  throw new ClusterError('REQUEST_REFUSED', `${method} ${path} was refused: ${message}`);
}
