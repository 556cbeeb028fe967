import { chmodSync, rmSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { timingSafeEqual } from 'node:crypto';
import { CliError } from '../errors.ts';
import { told } from '../state/disk.ts';
import { tellError } from '../text/error-text.ts';
import { readLines } from './read-lines.ts';
import type { DoneLine, EndLine, FailedLine, RequestLine, ResponseLine, UpdateLine } from './protocol.ts';

export interface ControlServer {
  /** Ends all conversations and removes the socket. Idempotent. */
  close(): Promise<void>;
}

/** Answers one request. `signal` is aborted when the client goes or the server closes. */
export type RequestHandler<End extends EndLine = DoneLine> = (
  asked: Pick<RequestLine, 'request' | 'view'>,
  reply: { update(line: UpdateLine): void; readonly signal: AbortSignal },
) => Promise<End>;

export interface ControlServerOptions {
  readonly address: string;
  readonly token: string;
  readonly handle: RequestHandler<EndLine>;
}

/** Longest request line that is read. */
const longestLine = 64 * 1024;

/** Listens on a Unix domain socket or a named pipe. @throws CliError when it cannot */
export async function startControlServer(options: ControlServerOptions): Promise<ControlServer> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    void converse(socket, options);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.address, resolve);
  });
  if (!options.address.startsWith('\\\\')) told(options.address, () => chmodSync(options.address, 0o600));
  let closing: Promise<void> | undefined;
  return {
    close: () =>
      (closing ??= new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => {
          if (!options.address.startsWith('\\\\')) rmSync(options.address, { force: true });
          resolve();
        });
      })),
  };
}

async function converse(socket: Socket, options: ControlServerOptions): Promise<void> {
  const gone = new AbortController();
  socket.on('close', () => gone.abort());
  const send = (line: ResponseLine<EndLine>) => {
    if (!socket.destroyed) socket.write(`${JSON.stringify(line)}\n`);
  };
  try {
    const line = await firstLine(socket);
    if (line === undefined) return;
    const asked = parseRequest(line, options.token);
    send(await options.handle(asked, { update: send, signal: gone.signal }));
  } catch (error) {
    if (!gone.signal.aborted) send(failureLine(error));
  } finally {
    socket.end();
  }
}

function firstLine(socket: Socket): Promise<string | undefined> {
  return new Promise((resolve) => {
    readLines(socket, resolve, longestLine);
    socket.once('close', () => resolve(undefined));
  });
}

function parseRequest(line: string, token: string): RequestLine {
  let parsed: RequestLine;
  try {
    parsed = JSON.parse(line) as RequestLine;
  } catch (cause) {
    throw new CliError('USAGE', 'The request is not JSON.', { cause });
  }
  if (typeof parsed?.token !== 'string' || !sameToken(parsed.token, token))
    throw new CliError('USAGE', 'The token is wrong.');
  return parsed;
}

function sameToken(given: string, token: string): boolean {
  const a = Buffer.from(given);
  const b = Buffer.from(token);
  return a.length === b.length && timingSafeEqual(a, b);
}

function failureLine(error: unknown): FailedLine {
  const { code, message, next, exitCode } = tellError(error);
  return { type: 'failed', code, message, exitCode, ...(next === undefined ? {} : { next }) };
}
