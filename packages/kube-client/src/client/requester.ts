import type { KubeTransport, TransportRequest } from '../transport.ts';
import { errorFromAnswer } from './api-error.ts';

/** What every call takes. */
export interface CallOptions {
  /** Ends the call, which then throws the signal's reason. */
  readonly signal: AbortSignal;
}

/** One request in JSON. */
export interface JsonRequest extends CallOptions {
  readonly path: string;
  readonly method?: string;
  readonly body?: unknown;
  /** Default `application/json`. */
  readonly contentType?: string;
  /** Default `application/json`. */
  readonly accept?: string;
}

/** Makes requests and turns failures into errors. */
export interface Requester {
  /** The answer's body as JSON. @throws StatusError for an answer that is not a success; TransportError for none */
  json(request: JsonRequest): Promise<unknown>;
  /** The answer, its body unread. @throws as `json` */
  open(request: JsonRequest): Promise<Response>;
}

/** @param onWarning is told of each `Warning` header: what the API wants the user to read */
export function createRequester(transport: KubeTransport, onWarning: (text: string) => void = () => {}): Requester {
  const open = async (request: JsonRequest): Promise<Response> => {
    request.signal.throwIfAborted();
    const response = await transport.fetch(request.path, toInit(request));
    for (const text of warningsOf(response.headers.get('warning'))) onWarning(text);
    if (response.status >= 200 && response.status < 300) return response;
    throw errorFromAnswer(response.status, await response.text());
  };
  return {
    open,
    json: async (request) => {
      const response = await open(request);
      const text = await response.text();
      request.signal.throwIfAborted();
      return text === '' ? undefined : JSON.parse(text);
    },
  };
}

function toInit(request: JsonRequest): TransportRequest {
  const { body, method = 'GET', signal } = request;
  const headers: Record<string, string> = { accept: request.accept ?? 'application/json' };
  if (body === undefined) return { method, headers, signal };
  headers['content-type'] = request.contentType ?? 'application/json';
  return { method, headers, signal, body: typeof body === 'string' ? body : JSON.stringify(body) };
}

/** The texts of `Warning: 299 - "text"`, several separated by commas. */
function warningsOf(header: string | null): string[] {
  if (!header) return [];
  return [...header.matchAll(/\d{3} \S+ "((?:\\.|[^"\\])*)"/g)].map(([, text = '']) => text.replace(/\\(.)/g, '$1'));
}
