import { textOf } from '../files/bytes.ts';
import type { ProcessContext } from '../process/context.ts';
import type { Coroutine } from '../process/process.ts';
import type { RequestParser } from './parser.ts';

/** What stands for the handshake of TLS: nothing here is encrypted, but both sides know what the other speaks. */
export const clientHello = '\x16\x03\x01\r\n\r\n';
export const serverHello = '\x16\x03\x03\r\n\r\n';

/**
 * Takes a client's hello off a new connection and answers it; whatever came with it is the parser's.
 * @returns false when the client speaks plain HTTP, of which it has been told, or has left without a word
 */
export function* greetClient(context: ProcessContext, fd: number, parser: RequestParser): Coroutine<boolean> {
  const text = textOf(yield* context.read(fd));
  if (text === '') return false;
  const isSecure = text.startsWith(clientHello);
  yield* context.write(fd, isSecure ? serverHello : plainRefusal);
  parser.push(text.slice(clientHello.length));
  return isSecure;
}

/** @see go net/http server.go */
const plainRefusal = 'HTTP/1.0 400 Bad Request\r\n\r\nClient sent an HTTP request to an HTTPS server.\n';
