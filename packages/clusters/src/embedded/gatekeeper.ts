import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { ApiResponse } from '@podlab/simulator';
import { statusResponse } from './status-response.ts';

/** Decides who may ask at all. @returns undefined to let a request in, else the answer to it */
export type Gatekeeper = (request: Pick<IncomingMessage, 'headers'>) => ApiResponse | undefined;

/**
 * Lets in whoever knows the token and asked for this server by one of its own names.
 *
 * The name matters because a web page may point its own host name at 127.0.0.1 (DNS rebinding); the browser then sends
 * that name. No answer carries CORS headers, so no page of another origin can read one.
 * @param authorities `host:port` pairs that the Host header may hold
 */
export function createGatekeeper(token: string, authorities: readonly string[]): Gatekeeper {
  const expected = digest(token);
  return (request) => {
    const host = request.headers.host?.toLowerCase();
    if (host === undefined || !authorities.includes(host))
      return statusResponse(
        403,
        'Forbidden',
        `this server is not "${host ?? ''}": ask for ${authorities.join(' or ')}`,
      );
    const given = /^Bearer +(\S+) *$/i.exec(request.headers.authorization ?? '')?.[1];
    // Digests have one length, so comparing them takes the same time whatever was sent.
    if (given !== undefined && timingSafeEqual(digest(given), expected)) return undefined;
    return statusResponse(401, 'Unauthorized', 'Unauthorized');
  };
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
