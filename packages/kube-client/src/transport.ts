/**
 * The seam between Podlab and any cluster: Kubernetes' own HTTP API, and nothing else.
 *
 * An engine is a transport. Everything above it (recorder, grader, our kubectl, pictures, attempts) knows only this.
 */
export interface KubeTransport {
  /**
   * One HTTP exchange. `path` starts with a slash and carries the query; the transport adds server, credentials and TLS.
   * The body of the answer may be endless (watch, `logs -f`): cancel it through `init.signal`.
   * @throws TransportError when no answer was had; an answer of any HTTP status is not an error
   */
  fetch(path: string, init?: TransportRequest): Promise<Response>;
  /**
   * Opens a message stream, as a WebSocket does (exec, attach, port-forward).
   * @param protocols sub-protocols in order of preference, such as `v5.channel.k8s.io`
   * @throws TransportError when the server refused the upgrade; `response` then holds its answer
   */
  connect(path: string, protocols: readonly string[], options: ConnectOptions): Promise<MessageStream>;
  /** Ends all exchanges and frees what they hold. Idempotent. */
  close(): Promise<void>;
}

/** A header that is sent several times has several values. */
export type TransportHeaders = Readonly<Record<string, string | readonly string[]>>;

export interface ConnectOptions {
  readonly headers?: TransportHeaders;
  readonly signal: AbortSignal;
}

export interface TransportRequest {
  /** Default GET. */
  readonly method?: string;
  readonly headers?: TransportHeaders;
  readonly body?: string | Uint8Array<ArrayBuffer>;
  readonly signal?: AbortSignal;
}

/** Two-way stream of binary messages. */
export interface MessageStream {
  /** The sub-protocol that the server chose. */
  readonly protocol: string;
  /** Messages from the server; ends when the server closes. May be read once. */
  readonly incoming: AsyncIterable<Uint8Array>;
  send(message: Uint8Array<ArrayBuffer>): void;
  close(): void;
}

/** The cluster could not be reached, or refused an upgrade. */
export class TransportError extends Error {
  override readonly name = 'TransportError';
  readonly code = 'TRANSPORT_FAILED';

  constructor(
    message: string,
    readonly response: { readonly status: number; readonly body: string } | undefined,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
