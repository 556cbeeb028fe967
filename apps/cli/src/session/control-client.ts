import { connect } from 'node:net';
import { CliError } from '../errors.ts';
import type { ExitCode } from '../exit-codes.ts';
import type { LockHolder } from '../state/lock.ts';
import { readLines } from './read-lines.ts';
import type { DoneLine, EndLine, FailedLine, ResponseLine, SessionRequest, UpdateLine, View } from './protocol.ts';

/**
 * Sends one request to the process that plays a lab, or runs a sandbox.
 * @returns its last line; undefined when it went away before
 * @throws CliError with the failure that it answered; when it does not listen
 */
export function sendRequest<End extends EndLine = DoneLine>(
  holder: LockHolder,
  request: SessionRequest,
  options: { readonly view: View; onUpdate?(line: UpdateLine): void; readonly signal: AbortSignal },
): Promise<End | undefined> {
  const { socket: address, token } = holder;
  if (address === undefined) throw notListening(holder);
  return new Promise((resolve, reject) => {
    const socket = connect(address);
    const stop = () => socket.destroy();
    options.signal.addEventListener('abort', stop, { once: true });
    socket.on('error', (cause) => reject(notListening(holder, cause)));
    socket.on('connect', () => socket.write(`${JSON.stringify({ token, request, view: options.view })}\n`));
    socket.on('close', () => {
      options.signal.removeEventListener('abort', stop);
      resolve(undefined);
    });
    readLines(socket, (text) => {
      const line = JSON.parse(text) as ResponseLine<End>;
      if (line.type === 'update') options.onUpdate?.(line);
      else if (line.type === 'done') resolve(line);
      else reject(answeredFailure(line));
    });
  });
}

function answeredFailure(line: FailedLine): CliError {
  return new CliError('NOT_POSSIBLE', line.message, {
    exitCode: line.exitCode as ExitCode,
    ...(line.next === undefined ? {} : { next: line.next }),
  });
}

function notListening(holder: LockHolder, cause?: unknown): CliError {
  return new CliError('LAB_HELD', `Process ${holder.pid} holds it since ${holder.lockedTime}, and does not answer.`, {
    next: 'It may still be starting: try again in a moment. Else end that process.',
    cause,
  });
}
