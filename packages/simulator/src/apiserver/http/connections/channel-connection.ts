/**
 * The WebSocket protocol of exec and attach: every message begins with the number of its channel.
 *
 * 0 stdin, 1 stdout, 2 stderr, 3 the outcome (a Status, once, at the end), 4 the terminal's size as JSON; from v5 on, 255
 * closes the channel that its second byte names.
 * @see k8s.io/client-go/tools/remotecommand (v1.36)
 */
import { decodeUtf8, encodeUtf8, isMap } from '@podlab/apimachinery';
import type { ApiConnection, ExecSession } from '../../exchange.ts';

const channels = { stdin: 0, stdout: 1, stderr: 2, outcome: 3, resize: 4, close: 255 } as const;

/** The protocols that are spoken, the best first. */
export const channelProtocols: readonly string[] = ['v5.channel.k8s.io', 'v4.channel.k8s.io'];

/** A session on a connection. */
export function connectSession(session: ExecSession, protocol: string): ApiConnection {
  return {
    protocol,
    receive: (message) => receive(session, message),
    clientClosed: () => session.detach(),
    subscribe: (sink) => {
      const finish = (outcome: object) => {
        sink.message(framed(channels.outcome, encodeUtf8(JSON.stringify(outcome))));
        sink.close();
      };
      session.subscribe({
        stdout: (chunk) => sink.message(framed(channels.stdout, chunk)),
        stderr: (chunk) => sink.message(framed(channels.stderr, chunk)),
        exit: (code) => finish(exitOutcome(code)),
        failed: (message) => finish({ metadata: {}, status: 'Failure', message, reason: 'InternalError', code: 500 }),
      });
    },
  };
}

function receive(session: ExecSession, message: Uint8Array): void {
  const [channel, ...rest] = [message[0], message[1]];
  if (channel === channels.stdin) session.writeStdin(message.subarray(1));
  else if (channel === channels.resize) resize(session, message.subarray(1));
  else if (channel === channels.close && rest[0] === channels.stdin) session.endStdin();
}

function resize(session: ExecSession, content: Uint8Array): void {
  try {
    const size: unknown = JSON.parse(decodeUtf8(content));
    if (!isMap(size)) return;
    session.resize({ columns: Number(size['Width'] ?? 0), rows: Number(size['Height'] ?? 0) });
  } catch {
    // A size that cannot be read is no size; the session goes on.
  }
}

function exitOutcome(code: number): object {
  if (code === 0) return { metadata: {}, status: 'Success' };
  return {
    metadata: {},
    status: 'Failure',
    message: `command terminated with non-zero exit code: exit status ${code}`,
    reason: 'NonZeroExitCode',
    details: { causes: [{ reason: 'ExitCode', message: String(code) }] },
  };
}

function framed(channel: number, content: Uint8Array): Uint8Array {
  const frame = new Uint8Array(content.length + 1);
  frame[0] = channel;
  frame.set(content, 1);
  return frame;
}
