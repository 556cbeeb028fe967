import { decodeUtf8, encodeUtf8, type Status, StatusError } from '@podlab/apimachinery';
import { type KubeTransport, type MessageStream, TransportError } from '../transport.ts';
import { errorFromRefusal } from './api-error.ts';

/** What to run in a container, and what is connected to it. */
export interface ExecOptions {
  readonly signal: AbortSignal;
  readonly onStdout?: (chunk: Uint8Array) => void;
  /** Never called with a terminal: all output is stdout's then. */
  readonly onStderr?: (chunk: Uint8Array) => void;
  /** Left out: the process gets no stdin. Its end closes the process's stdin. */
  readonly stdin?: AsyncIterable<Uint8Array>;
  /** Sizes of the terminal, the first at once. Present: the process gets a terminal. */
  readonly terminalSizes?: AsyncIterable<{ readonly columns: number; readonly rows: number }>;
}

/** What a session told that had begun: the command could not be started. Not a refusal of the session. */
export class SessionError extends StatusError {}

const channels = { stdin: 0, stdout: 1, stderr: 2, error: 3, resize: 4, close: 255 } as const;

/**
 * Runs a session of the remote command protocol (`v5.channel.k8s.io`): each message's first byte names its channel.
 * @returns the exit code
 * @throws SessionError when the command could not be started; StatusError when the session is refused; TransportError
 * when the connection broke
 */
export async function runRemoteCommand(
  transport: KubeTransport,
  path: string,
  options: ExecOptions,
): Promise<{ readonly exitCode: number }> {
  const stop = new AbortController();
  const signal = AbortSignal.any([options.signal, stop.signal]);
  const stream = await transport
    .connect(path, ['v5.channel.k8s.io', 'v4.channel.k8s.io'], { signal: options.signal })
    .catch((error: unknown) => {
      throw errorFromRefusal(error);
    });
  const closeOnAbort = () => stream.close();
  options.signal.addEventListener('abort', closeOnAbort, { once: true });
  const senders = Promise.all([sendStdin(stream, options, signal), sendSizes(stream, options, signal)]);
  // A sender that fails has no one to tell once the session is over; until then its failure ends the session.
  senders.catch(() => stream.close());
  try {
    const status = await receive(stream, options);
    options.signal.throwIfAborted();
    return { exitCode: exitCodeOf(status) };
  } finally {
    options.signal.removeEventListener('abort', closeOnAbort);
    stop.abort();
    stream.close();
  }
}

async function receive(stream: MessageStream, { onStdout, onStderr }: ExecOptions): Promise<Status> {
  let status: Status | undefined;
  for await (const message of stream.incoming) {
    const data = message.subarray(1);
    if (message[0] === channels.stdout && data.length > 0) onStdout?.(data);
    else if (message[0] === channels.stderr && data.length > 0) onStderr?.(data);
    else if (message[0] === channels.error) status = JSON.parse(decodeUtf8(data)) as Status;
  }
  if (!status) throw new TransportError('the connection ended before the command did', undefined);
  return status;
}

async function sendStdin(stream: MessageStream, { stdin }: ExecOptions, signal: AbortSignal): Promise<void> {
  if (!stdin) return;
  for await (const chunk of stdin) {
    if (signal.aborted) return;
    stream.send(framed(channels.stdin, chunk));
  }
  if (!signal.aborted && stream.protocol === 'v5.channel.k8s.io') {
    stream.send(framed(channels.close, Uint8Array.of(channels.stdin)));
  }
}

async function sendSizes(stream: MessageStream, { terminalSizes }: ExecOptions, signal: AbortSignal): Promise<void> {
  if (!terminalSizes) return;
  for await (const { columns, rows } of terminalSizes) {
    if (signal.aborted) return;
    stream.send(framed(channels.resize, encodeUtf8(JSON.stringify({ Width: columns, Height: rows }))));
  }
}

function framed(channel: number, data: Uint8Array): Uint8Array<ArrayBuffer> {
  const message = new Uint8Array(data.length + 1);
  message[0] = channel;
  message.set(data, 1);
  return message;
}

function exitCodeOf(status: Status): number {
  if (status.status === 'Success') return 0;
  const cause = status.details?.causes?.find(({ reason }) => reason === 'ExitCode');
  if (status.reason === 'NonZeroExitCode' && cause) return Number(cause.message);
  throw new SessionError(status);
}
