import { formatTime } from '@podlab/apimachinery';
import {
  anyAddress,
  type ProcessContext,
  type Program,
  resolveName,
  serveConnections,
  SystemError,
  textOf,
} from '@podlab/shell';

type Coroutine<T> = Generator<void, T, void>;

const port = 5432;
/** What initdb takes on a small machine. */
const initialiseMs = 2500;

/**
 * A database server that starts, accepts connections and ends as PostgreSQL does. Sessions are accepted and every query
 * is refused with a message: SQL is not simulated.
 */
export const postgresProgram: Program = {
  name: 'postgres',
  *run(process) {
    const { env } = process;
    if (!env.get('POSTGRES_PASSWORD') && env.get('POSTGRES_HOST_AUTH_METHOD') !== 'trust') {
      yield* process.complain(noPassword);
      return 1;
    }
    for (const signal of ['TERM', 'INT', 'QUIT'] as const) process.onSignal(signal, 'handle');
    const say = (text: string) => process.complain(`${logTime(process.nowMs())} UTC [${process.pid}] LOG:  ${text}`);
    const left = yield* process.sleep(initialiseMs);
    if (left > 0) return 1;
    yield* process.write(1, '\nPostgreSQL init process complete; ready for start up.\n\n');
    yield* say('starting PostgreSQL 17.6 (simulated) on x86_64-pc-linux-gnu');
    let listener: number;
    try {
      listener = process.sockets.listen({ ip: anyAddress, port });
    } catch (error) {
      if (!(error instanceof SystemError)) throw error;
      yield* say(`could not bind IPv4 address "0.0.0.0": ${error.message}`);
      return 1;
    }
    yield* say(`listening on IPv4 address "0.0.0.0", port ${port}`);
    yield* say('listening on Unix socket "/var/run/postgresql/.s.PGSQL.5432"');
    yield* say('database system is ready to accept connections');
    yield* serveConnections(process, [listener], {
      serve: (fd) => serveSession(process, fd),
      onSignal: function* () {
        const signal = process.takeSignal();
        if (signal === undefined) return 'go on';
        yield* say(`received ${signal === 'TERM' ? 'smart' : 'fast'} shutdown request`);
        return signal === 'TERM' ? 'finish' : 'exit';
      },
    });
    yield* say('shutting down');
    yield* say('database system is shut down');
    return 0;
  },
};

/** pg_isready: `-h -p -t -q`. Exit code 0 when connections are accepted, 2 when nobody answers. */
export const pgIsReadyProgram: Program = {
  name: 'pg_isready',
  *run(process) {
    const args = process.argv.slice(1);
    const value = (short: string, long: string) => {
      const at = args.findIndex((argument) => argument === short || argument === `--${long}`);
      return at < 0 ? args.find((argument) => argument.startsWith(`--${long}=`))?.split('=')[1] : args[at + 1];
    };
    const host = value('-h', 'host') ?? process.env.get('PGHOST');
    const wanted = Number(value('-p', 'port') ?? process.env.get('PGPORT') ?? port);
    const timeoutMs = Number(value('-t', 'timeout') ?? 3) * 1000;
    const where = `${host ?? '/var/run/postgresql'}:${wanted}`;
    const ip = yield* resolveName(process, host === undefined || host.startsWith('/') ? '127.0.0.1' : host);
    const answers = ip !== undefined && (yield* isAccepting(process, { ip, port: wanted }, timeoutMs));
    if (!args.includes('-q'))
      yield* process.write(1, `${where} - ${answers ? 'accepting connections' : 'no response'}\n`);
    return answers ? 0 : 2;
  },
};

function* isAccepting(
  process: ProcessContext,
  to: { readonly ip: string; readonly port: number },
  timeoutMs: number,
): Coroutine<boolean> {
  try {
    const fd = yield* process.sockets.connect(to, timeoutMs);
    yield* process.write(fd, message('', '\0\x03\0\0user\0postgres\0\0'));
    const ready = yield* process.sockets.poll([fd], timeoutMs);
    if (ready.length === 0) return false;
    return textOf(yield* process.read(fd)).startsWith('R');
  } catch (error) {
    if (!(error instanceof SystemError) || error.code === 'EINTR') throw error;
    return false;
  }
}

function* serveSession(process: ProcessContext, fd: number): Coroutine<void> {
  let buffer = '';
  let hasStarted = false;
  const connection = process.sockets.connection(fd);
  for (;;) {
    while (!connection.isReadable()) yield* process.process.block(connection.changed);
    const bytes = yield* process.read(fd);
    if (bytes.length === 0) return;
    buffer += textOf(bytes);
    for (;;) {
      const typeLength = hasStarted ? 1 : 0;
      const length = buffer.length < typeLength + 4 ? undefined : readLength(buffer, typeLength);
      if (length === undefined || buffer.length < typeLength + length) break;
      const type = buffer.slice(0, typeLength);
      const body = buffer.slice(typeLength + 4, typeLength + length);
      buffer = buffer.slice(typeLength + length);
      if (type === 'X') return;
      if (!hasStarted && body.startsWith('\x04\xd2\x16\x2f')) yield* process.write(fd, 'N');
      else if (!hasStarted) {
        hasStarted = true;
        yield* process.write(fd, message('R', '\0\0\0\0') + message('Z', 'I'));
      } else if (type === 'Q') {
        const fault = 'SERROR\0VERROR\0C0A000\0MSQL is not simulated here; use a real cluster: --engine kind\0\0';
        yield* process.write(fd, message('E', fault) + message('Z', 'I'));
      }
    }
  }
}

function message(type: string, body: string): string {
  const length = body.length + 4;
  const bytes = [24, 16, 8, 0].map((shift) => String.fromCharCode((length >>> shift) & 255)).join('');
  return `${type}${bytes}${body}`;
}

function readLength(buffer: string, at: number): number {
  return [0, 1, 2, 3].reduce((sum, index) => sum * 256 + buffer.charCodeAt(at + index), 0);
}

function logTime(nowMs: number): string {
  return `${formatTime(nowMs).slice(0, 19).replace('T', ' ')}.${String(nowMs % 1000).padStart(3, '0')}`;
}

const noPassword = `Error: Database is uninitialized and superuser password is not specified.
       You must specify POSTGRES_PASSWORD to a non-empty value for the
       superuser. For example, "-e POSTGRES_PASSWORD=password" on "docker run".`;
