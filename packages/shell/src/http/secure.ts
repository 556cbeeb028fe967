import { type ByteString, textOf } from '../files/bytes.ts';
import type { ProcessContext } from '../process/context.ts';
import type { Coroutine } from '../process/process.ts';
import type { RequestParser } from './parser.ts';

/**
 * What stands for the handshake of TLS: nothing here is encrypted, but both sides know what the other speaks. These are
 * the hellos that say nothing more, as probes send them; `hello.ts` has those that do.
 */
export const clientHello = '\x16\x03\x01\r\n\r\n';
export const serverHello = '\x16\x03\x03\r\n\r\n';

/** How a client is greeted whose hello says more. */
export type GreetOther = (hello: ByteString) => Coroutine<void>;

/**
 * Takes a client's hello off a new connection and answers it; whatever came with it is the parser's.
 * @returns false when the connection has been served or has ended: the client speaks plain HTTP, of which it has been
 * told, or has left without a word, or `other` has greeted it
 */
export function* greetClient(
  context: ProcessContext,
  fd: number,
  parser: RequestParser,
  other?: GreetOther,
): Coroutine<boolean> {
  const text = textOf(yield* context.read(fd));
  if (text === '') return false;
  const isSecure = text.startsWith(clientHello);
  if (!isSecure && text.startsWith(clientHello.slice(0, 3)) && other) {
    yield* other(text);
    return false;
  }
  yield* context.write(fd, isSecure ? serverHello : plainRefusal);
  parser.push(text.slice(clientHello.length));
  return isSecure;
}

/** @see go net/http server.go */
const plainRefusal = 'HTTP/1.0 400 Bad Request\r\n\r\nClient sent an HTTP request to an HTTPS server.\n';
