import { type IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Clock } from '@podlab/apimachinery';
import type { ApiResponse } from '@podlab/simulator';
import { ClusterError } from '../errors.ts';
import type { ApiHandler } from './api-handler.ts';
import { createGatekeeper, type Gatekeeper } from './gatekeeper.ts';
import { maxBodyBytes, readRequest } from './read-request.ts';
import { statusResponse } from './status-response.ts';
import { createUpgrader } from './upgrade.ts';
import { writeResponse } from './write-response.ts';

export interface ServeOptions {
  /** Whoever sends it as bearer token is the administrator. Must have at least 16 characters. */
  readonly token: string;
  /** The machine's time, for the certificate. */
  readonly clock: Clock;
  /** Default 127.0.0.1. The server is meant for this machine only. */
  readonly host?: '127.0.0.1';
  /** Default 0: any that is free. */
  readonly port?: number;
  /** Closes the server when it is aborted. */
  readonly signal: AbortSignal;
}

/** A cluster on the loopback interface, for other processes. */
export interface ServedCluster {
  /** Such as `https://127.0.0.1:40123`. */
  readonly url: string;
  readonly port: number;
  /** PEM of the authority to trust, made for this server alone. */
  readonly certificateAuthority: string;
  readonly token: string;
  /** Cuts all connections and resolves once nothing is left. Idempotent. */
  close(): Promise<void>;
}

/**
 * Serves the Kubernetes API over HTTPS and WebSocket on loopback, for kubectl and its kind.
 *
 * A client that does not read is cut off after `maxUnreadBytes`; a request body above `maxBodyBytes` gets 413.
 * @throws ClusterError PORT_IN_USE, PORT_NOT_ALLOWED
 */
export async function serveCluster(handler: ApiHandler, options: ServeOptions): Promise<ServedCluster> {
  options.signal.throwIfAborted();
  if (options.token.length < 16) throw new RangeError('`token` must have at least 16 characters');
  const host = options.host ?? '127.0.0.1';
  // Loaded when a cluster is served: proofs and other commands never need it.
  const { createServingCertificate } = await import('./certificate.ts');
  const certificate = await createServingCertificate([host, 'localhost'], options.clock.nowMs());
  // Watches stay open for hours, and a client may think for as long between two requests on one connection.
  const server = createServer({
    key: certificate.privateKey,
    cert: certificate.certificate,
    minVersion: 'TLSv1.2',
    requestTimeout: 0,
    noDelay: true,
  });
  const port = await listen(server, host, options.port ?? 0);
  const gatekeeper = createGatekeeper(options.token, [`${host}:${port}`, `localhost:${port}`]);
  const sockets = trackSockets(server);
  const upgrader = createUpgrader(handler, gatekeeper);
  server.on('request', (request, response) => void answerRequest(handler, gatekeeper, request, response));
  server.on('upgrade', (request, socket, head) => {
    const settle = async () => gatekeeper.refuse(request) ?? (await upgrader.upgrade(request, socket, head));
    void settle().then(
      (answer) => answer && refuseUpgrade(request, socket, answer),
      (error: unknown) => refuseUpgrade(request, socket, internalError(error)),
    );
  });
  let closing: Promise<void> | undefined;
  const close = () => {
    closing ??= new Promise((resolve) => {
      options.signal.removeEventListener('abort', closeSoon);
      server.close(() => resolve());
      upgrader.close();
      for (const socket of sockets) socket.destroy();
    });
    return closing;
  };
  const closeSoon = () => void close();
  options.signal.addEventListener('abort', closeSoon);
  return {
    url: `https://${host}:${port}`,
    port,
    certificateAuthority: certificate.authority,
    token: options.token,
    close,
  };
}

async function answerRequest(
  handler: ApiHandler,
  gatekeeper: Gatekeeper,
  message: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    const refusal = gatekeeper.refuse(message);
    if (refusal) return closeAfter(response, refusal);
    const request = await readRequest(message, gatekeeper.credentialsOf(message));
    if (request === 'tooLarge') return closeAfter(response, tooLarge);
    writeResponse(response, await handler.handle(request));
  } catch (error) {
    // The client went away while it was sending: nobody is left to answer.
    if (message.destroyed && !message.complete) return;
    if (response.headersSent) response.destroy();
    else writeResponse(response, internalError(error));
  }
}

const tooLarge = statusResponse(413, 'RequestEntityTooLarge', `Request entity too large: limit is ${maxBodyBytes}`);

/** Answers without having read the body, so the connection cannot be used again. */
function closeAfter(response: ServerResponse, answer: ApiResponse): void {
  writeResponse(response, { ...answer, headers: { ...answer.headers, connection: 'close' } });
}

function refuseUpgrade(request: IncomingMessage, socket: Duplex, answer: ApiResponse): void {
  if (socket.destroyed) return;
  const response = new ServerResponse(request);
  response.assignSocket(socket as never);
  response.once('finish', () => socket.end());
  closeAfter(response, answer);
}

function internalError(error: unknown): ApiResponse {
  const cause = error instanceof Error ? error.message : String(error);
  return statusResponse(500, 'InternalError', `Internal error occurred: ${cause}`);
}

function listen(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(listenError(error, host, port)));
    server.listen({ host, port }, () => {
      server.removeAllListeners('error');
      resolve((server.address() as AddressInfo).port);
    });
  });
}

function listenError(error: NodeJS.ErrnoException, host: string, port: number): Error {
  if (error.code === 'EADDRINUSE')
    return new ClusterError(
      'PORT_IN_USE',
      `port ${port} on ${host} is used by another program; choose another one, or none to get any that is free`,
      { cause: error },
    );
  if (error.code === 'EACCES')
    return new ClusterError(
      'PORT_NOT_ALLOWED',
      `this user may not open port ${port} on ${host}; choose one above 1023, or none to get any that is free`,
      { cause: error },
    );
  return error;
}

function trackSockets(server: Server): ReadonlySet<Duplex> {
  const sockets = new Set<Duplex>();
  server.on('connection', (socket: Duplex) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  return sockets;
}
