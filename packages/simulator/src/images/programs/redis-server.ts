import { formatTime } from '@podlab/apimachinery';
import { anyAddress, type ProcessContext, type Program, serveConnections, SystemError, textOf } from '@podlab/shell';
import { KeyValueStore } from './key-value-store.ts';
import { formatReply, RespParser } from './resp.ts';

type Coroutine<T> = Generator<void, T, void>;

/** A key-value store that speaks RESP, as redis-server does: `--port`, `--requirepass`. Nothing is kept on disk. */
export const redisServerProgram: Program = {
  name: 'redis-server',
  *run(process) {
    const port = Number(optionOf(process.argv, '--port') ?? 6379);
    const password = optionOf(process.argv, '--requirepass');
    for (const signal of ['TERM', 'INT'] as const) process.onSignal(signal, 'handle');
    const say = (level: '#' | '*', text: string) =>
      process.write(1, `${process.pid}:M ${logTime(process.nowMs())} ${level} ${text}\n`);
    let listener: number;
    try {
      listener = process.sockets.listen({ ip: anyAddress, port });
    } catch (error) {
      if (!(error instanceof SystemError)) throw error;
      yield* say('#', `Warning: Could not create server TCP listening socket *:${port}: bind: ${error.message}`);
      yield* say('#', `Failed listening on port ${port} (tcp), aborting.`);
      return 1;
    }
    yield* say('*', 'Server initialized');
    yield* say('*', 'Ready to accept connections tcp');
    const store = new KeyValueStore(() => process.nowMs());
    yield* serveConnections(process, [listener], {
      serve: (fd) => serveClient(process, fd, { store, password }),
      onSignal: function* () {
        if (process.takeSignal() === undefined) return 'go on';
        yield* say('*', 'User requested shutdown...');
        yield* say('*', 'Redis is now ready to exit, bye bye...');
        return 'exit';
      },
    });
    return 0;
  },
};

function* serveClient(
  process: ProcessContext,
  fd: number,
  { store, password }: { readonly store: KeyValueStore; readonly password: string | undefined },
): Coroutine<void> {
  const parser = new RespParser();
  let isTrusted = password === undefined;
  for (;;) {
    for (let command = parser.nextCommand(); command !== undefined; command = parser.nextCommand()) {
      const name = (command[0] ?? '').toUpperCase();
      if (name === 'AUTH' && password !== undefined) {
        isTrusted = command.at(-1) === password;
        const wrong = { error: 'WRONGPASS invalid username-password pair or user is disabled.' };
        yield* process.write(fd, formatReply(isTrusted ? { ok: 'OK' } : wrong));
        continue;
      }
      const reply = isTrusted ? store.execute(command) : { error: 'NOAUTH Authentication required.' };
      yield* process.write(fd, formatReply(name === 'QUIT' ? { ok: 'OK' } : reply));
      if (name === 'QUIT') return;
    }
    // Reading waits for this connection only: a signal is for the server's own loop.
    const connection = process.sockets.connection(fd);
    while (!connection.isReadable()) yield* process.process.block(connection.changed);
    const bytes = yield* process.read(fd);
    if (bytes.length === 0) return;
    parser.push(textOf(bytes));
  }
}

function optionOf(args: readonly string[], name: string): string | undefined {
  const at = args.indexOf(name);
  return at < 0 ? undefined : args[at + 1];
}

/** `26 Nov 2026 19:06:17.000` */
function logTime(nowMs: number): string {
  const [year, month, day, time] = formatTime(nowMs).split(/[-TZ]/);
  const months = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');
  return `${day} ${months[Number(month) - 1]} ${year} ${time}.${String(nowMs % 1000).padStart(3, '0')}`;
}
