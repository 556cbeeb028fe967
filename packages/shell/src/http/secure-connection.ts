import { textOf } from '../files/bytes.ts';
import { SystemError } from '../files/errno.ts';
import type { ProcessContext } from '../process/context.ts';
import type { Coroutine } from '../process/process.ts';
import { type ClientGreeting, formatClientHello, parseServerHello, type ServerGreeting } from './hello.ts';

/** What came of a handshake. */
export type HandshakeOutcome =
  | { readonly kind: 'secure'; readonly greeting: ServerGreeting }
  /** The server answered something else. */
  | { readonly kind: 'plain'; readonly received: string }
  | { readonly kind: 'closed' }
  | { readonly kind: 'reset' }
  | { readonly kind: 'late' };

/** Begins TLS on a connection, as its client. @param untilMs virtual time at which it gives up */
export function* greetServer(
  context: ProcessContext,
  fd: number,
  { untilMs, ...greeting }: ClientGreeting & { readonly untilMs: number },
): Coroutine<HandshakeOutcome> {
  let received = '';
  try {
    yield* context.write(fd, formatClientHello(greeting));
    for (;;) {
      const ready = yield* context.sockets.poll([fd], Math.max(0, untilMs - context.nowMs()));
      if (ready.length === 0) return { kind: 'late' };
      const bytes = yield* context.read(fd);
      if (bytes.length === 0) return received === '' ? { kind: 'closed' } : { kind: 'plain', received };
      received += textOf(bytes);
      const hello = parseServerHello(received);
      if (hello) return { kind: 'secure', greeting: hello.greeting };
      if (!received.startsWith('\x16')) return { kind: 'plain', received };
    }
  } catch (error) {
    if (!(error instanceof SystemError) || error.code === 'EINTR') throw error;
    return { kind: 'reset' };
  }
}
