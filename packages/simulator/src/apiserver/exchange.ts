import type { UserInfo } from './authorization/user-info.ts';

/** The API server's edge: HTTP-shaped, but plain data and synchronous, so that a journal can repeat it exactly. */
export interface ApiRequest {
  readonly method: string;
  /** Path with query, as on the request line. */
  readonly path: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
  /** Who asks, once that is known. Default: the administrator, unless a header `authorization` says otherwise. */
  readonly caller?: UserInfo;
}

export interface ApiResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array | ApiStream;
  /**
   * The answer is still to come, from a process in a Pod; what is here says that it never came. May be called once.
   * @returns a function that gives it up
   */
  readonly later?: (onAnswer: (response: ApiResponse) => void) => () => void;
}

/** A body that goes on: watch, `logs -f`. */
export interface ApiStream {
  /** May be called once. Chunks that are there already are written at once. @returns a function that stops it */
  subscribe(sink: { write(chunk: Uint8Array): void; end(): void }): () => void;
}

/** An upgraded connection (exec, attach), as the server sees it. */
export interface ApiConnection {
  readonly protocol: string;
  /** A message from the client. */
  receive(message: Uint8Array): void;
  /** The client has gone. Idempotent. */
  clientClosed(): void;
  /** May be called once; messages that are there already come at once. */
  subscribe(sink: { message(data: Uint8Array): void; close(): void }): void;
}

/** What the API server asks of kubelets. Throws `StatusError`, worded as the real API does. */
export interface KubeletApi {
  logs(request: LogRequest): string | Uint8Array | ApiStream;
  exec(request: ExecRequest): ExecSession;
  /** Reaches into the sandbox that the Pod has now, and into no later one. */
  portForward(request: { readonly namespace: string; readonly pod: string }): PortForwardSession;
}

export interface LogRequest {
  readonly namespace: string;
  readonly pod: string;
  readonly container?: string;
  readonly follow: boolean;
  readonly previous: boolean;
  readonly timestamps: boolean;
  readonly tailLines?: number;
  readonly limitBytes?: number;
  readonly sinceSeconds?: number;
  readonly sinceTimeMs?: number;
}

export interface ExecRequest {
  readonly namespace: string;
  readonly pod: string;
  readonly container?: string;
  readonly command: readonly string[];
  readonly stdin: boolean;
  readonly stdout: boolean;
  readonly stderr: boolean;
  readonly tty: boolean;
  /** `attach` joins PID 1's output instead of starting a process; `command` is then empty. */
  readonly attach: boolean;
}

export interface ExecSession {
  writeStdin(chunk: Uint8Array): void;
  endStdin(): void;
  resize(size: { readonly columns: number; readonly rows: number }): void;
  /** The client has gone: the process gets its stdin closed and, with a terminal, HUP. */
  detach(): void;
  /** May be called once. Output that is there already comes at once; `exit` comes last. */
  subscribe(sink: {
    stdout(chunk: Uint8Array): void;
    stderr(chunk: Uint8Array): void;
    exit(code: number): void;
    failed(message: string): void;
  }): void;
}

/** The ports of a Pod's sandbox. */
export interface PortForwardSession {
  /** Connects to a port on the loopback interface inside. What comes of it comes to the sink, maybe at once. */
  connect(port: number, sink: ForwardSink): ForwardedConnection;
}

/** What a client hears of one forwarded connection. */
export interface ForwardSink {
  data(chunk: Uint8Array): void;
  /** The process in the Pod says nothing more. */
  end(): void;
  /** It is over, with the reason if something went wrong. Comes once, and last. */
  closed(error?: string): void;
}

/** What a client does with one forwarded connection. */
export interface ForwardedConnection {
  write(chunk: Uint8Array): void;
  /** The client says nothing more. */
  end(): void;
  /** The client gives it up: nothing more comes to the sink. Idempotent. */
  close(): void;
}
