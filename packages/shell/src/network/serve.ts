import { SystemError } from '../files/errno.ts';
import type { ProcessContext } from '../process/context.ts';
import type { Coroutine } from '../process/process.ts';
import { Threads } from '../process/threads.ts';

/** What a server's connections are told. */
export interface ServingState {
  /** The server ends when what is being done is done. */
  isFinishing: boolean;
}

export interface ConnectionServer {
  /** Serves one connection; it is closed afterwards. System errors end it. */
  readonly serve: (fd: number, state: ServingState) => Coroutine<void>;
  /** What to do about a signal that the program handles. @returns how to go on */
  readonly onSignal: () => Coroutine<'go on' | 'finish' | 'exit'>;
}

/**
 * Accepts connections and serves them side by side, in one process, until a signal ends it: `exit` at once, `finish` when
 * the connections that are open have been served.
 */
export function* serveConnections(
  context: ProcessContext,
  listeners: readonly number[],
  server: ConnectionServer,
): Coroutine<void> {
  context.onSignal('PIPE', 'ignore');
  const threads = new Threads(context);
  yield* threads.run(acceptAll(context, { listeners, server, threads }));
}

function* acceptAll(
  context: ProcessContext,
  {
    listeners,
    server,
    threads,
  }: { readonly listeners: readonly number[]; readonly server: ConnectionServer; readonly threads: Threads },
): Coroutine<void> {
  const state: ServingState = { isFinishing: false };
  for (;;) {
    try {
      if (state.isFinishing && threads.size === 0) return;
      if (state.isFinishing) {
        yield* context.process.block();
        if (context.process.pending.size > 0) throw new SystemError('EINTR');
        continue;
      }
      for (const ready of yield* context.sockets.poll(listeners)) {
        const fd = yield* context.sockets.accept(ready);
        threads.start(serveOne(context, fd, server, state));
      }
    } catch (error) {
      if (!(error instanceof SystemError) || error.code !== 'EINTR') throw error;
      const next = yield* server.onSignal();
      if (next === 'exit') return;
      if (next === 'go on' || state.isFinishing) continue;
      state.isFinishing = true;
      for (const fd of listeners) context.process.descriptors.close(fd);
      context.process.wake();
    }
  }
}

function* serveOne(
  context: ProcessContext,
  fd: number,
  server: ConnectionServer,
  state: ServingState,
): Coroutine<void> {
  try {
    yield* server.serve(fd, state);
  } catch (error) {
    if (!(error instanceof SystemError)) throw error;
  } finally {
    context.process.descriptors.close(fd);
    context.process.wake();
  }
}
