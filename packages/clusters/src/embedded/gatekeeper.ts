import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { ApiResponse } from '@podlab/simulator';
import { statusResponse } from './status-response.ts';

/** Decides who may ask at all, and what the cluster hears of who it is. */
export interface Gatekeeper {
  /** @returns undefined to let a request in, else the answer to it */
  refuse(request: Pick<IncomingMessage, 'headers'>): ApiResponse | undefined;
  /**
   * What a request that was let in shows the cluster: nothing for whoever has the server's own token, and so counts as the
   * administrator; else what it brought.
   */
  credentialsOf(request: Pick<IncomingMessage, 'headers'>): string | undefined;
}

/**
 * Lets in whoever asked for this server by one of its own names and shows who it is. That is found out by the cluster when
 * it is not the server's own token: the one of a service account may be shown, everybody else is refused there. Nobody
 * asks from outside without showing anything, though a real cluster has an answer for some questions of those.
 *
 * The name matters because a web page may point its own host name at 127.0.0.1 (DNS rebinding); the browser then sends
 * that name. No answer carries CORS headers, so no page of another origin can read one.
 * @param authorities `host:port` pairs that the Host header may hold
 */
export function createGatekeeper(token: string, authorities: readonly string[]): Gatekeeper {
  const expected = digest(token);
  return {
    refuse: ({ headers }) => {
      const host = headers.host?.toLowerCase();
      if (host === undefined || !authorities.includes(host)) {
        const why = `this server is not "${host ?? ''}": ask for ${authorities.join(' or ')}`;
        return statusResponse(403, 'Forbidden', why);
      }
      return bearerToken(headers) === undefined ? statusResponse(401, 'Unauthorized', 'Unauthorized') : undefined;
    },
    credentialsOf: ({ headers }) => {
      const given = bearerToken(headers);
      // Digests have one length, so comparing them takes the same time whatever was sent.
      if (given !== undefined && timingSafeEqual(digest(given), expected)) return undefined;
      return headers.authorization;
    },
  };
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

function bearerToken({ authorization = '' }: IncomingMessage['headers']): string | undefined {
  return /^Bearer +(\S+) *$/i.exec(authorization)?.[1];
}
