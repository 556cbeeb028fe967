import { formatTime } from '@podlab/apimachinery';
import {
  type Coroutine,
  anyAddress,
  type ProcessContext,
  type Program,
  resolveName,
  serveConnections,
  SystemError,
  textOf,
} from '@podlab/shell';
import { PostgresCluster, postgresVersion } from './postgres-cluster.ts';
import { errorMessage, int32, pgMessage, readInt, resultMessages } from './postgres-wire.ts';
import { SqlSessionState } from './sql-session-state.ts';
import { SqlError, statementsOf } from './sql-tokens.ts';

const port = 5432;
/** What initdb takes on a small machine. */
const initialiseMs = 2500;
/** Its own file, where a real server has many. */
const keptIn = 'podlab.json';

/**
 * A database server that starts, accepts connections and ends as PostgreSQL does, with as much SQL as `SqlDatabase` has. It
 * keeps what it has in a file of its data directory.
 */
export const postgresProgram: Program = {
  name: 'postgres',
  *run(process) {
    const server = new Server(process);
    return yield* server.run();
  },
};

class Server {
  readonly #process: ProcessContext;
  readonly #directory: string;
  #cluster: PostgresCluster | undefined;

  constructor(process: ProcessContext) {
    this.#process = process;
    this.#directory = process.env.get('PGDATA') ?? '/var/lib/postgresql/data';
  }

  *run(): Coroutine<number> {
    const process = this.#process;
    const { env } = process;
    const kept = yield* this.#read();
    if (kept === undefined && !env.get('POSTGRES_PASSWORD') && env.get('POSTGRES_HOST_AUTH_METHOD') !== 'trust') {
      yield* process.complain(noPassword);
      return 1;
    }
    for (const signal of ['TERM', 'INT', 'QUIT'] as const) process.onSignal(signal, 'handle');
    if (kept === undefined) {
      if ((yield* process.sleep(initialiseMs)) > 0) return 1;
      yield* process.write(1, '\nPostgreSQL init process complete; ready for start up.\n\n');
    } else
      yield* process.write(
        1,
        '\nPostgreSQL Database directory appears to contain a database; Skipping initialization\n\n',
      );
    const user = env.get('POSTGRES_USER') ?? 'postgres';
    this.#cluster = new PostgresCluster(kept ?? { user, database: env.get('POSTGRES_DB') ?? user });
    if (kept === undefined) yield* this.#initialise();
    yield* this.#say(`starting PostgreSQL ${postgresVersion} (simulated) on x86_64-pc-linux-gnu`);
    let listener: number;
    try {
      listener = process.sockets.listen({ ip: anyAddress, port });
    } catch (error) {
      if (!(error instanceof SystemError)) throw error;
      yield* this.#say(`could not bind IPv4 address "0.0.0.0": ${error.message}`);
      return 1;
    }
    yield* this.#say(`listening on IPv4 address "0.0.0.0", port ${port}`);
    yield* this.#say('listening on Unix socket "/var/run/postgresql/.s.PGSQL.5432"');
    yield* this.#say('database system is ready to accept connections');
    yield* serveConnections(process, [listener], {
      serve: (fd) => this.#serve(fd),
      onSignal: () => this.#onSignal(),
    });
    yield* this.#say('shutting down');
    yield* this.#say('database system is shut down');
    return 0;
  }

  *#onSignal(): Coroutine<'go on' | 'finish' | 'exit'> {
    const signal = this.#process.takeSignal();
    if (signal === undefined) return 'go on';
    yield* this.#say(`received ${signal === 'TERM' ? 'smart' : 'fast'} shutdown request`);
    return signal === 'TERM' ? 'finish' : 'exit';
  }

  #say(text: string, level = 'LOG'): Coroutine<void> {
    return this.#process.complain(`${logTime(this.#process.nowMs())} UTC [${this.#process.pid}] ${level}:  ${text}`);
  }

  *#serve(fd: number): Coroutine<void> {
    const process = this.#process;
    const send = (text: string) => process.write(fd, text);
    const messages = new Messages(process, fd);
    const start = yield* messages.startup();
    if (start === undefined || !this.#cluster) return;
    const user = start.get('user') ?? '';
    const database = start.get('database') ?? user;
    if (!(yield* this.#isTrusted(fd, messages))) {
      const fault = `password authentication failed for user "${user}"`;
      yield* this.#say(fault, 'FATAL');
      return yield* send(errorMessage('FATAL', fault));
    }
    const refusal = this.#cluster.refusal(user, database);
    if (refusal !== undefined) {
      yield* this.#say(refusal, 'FATAL');
      return yield* send(errorMessage('FATAL', refusal));
    }
    const state = new SqlSessionState(this.#cluster, database);
    yield* send(pgMessage('R', int32(0)) + pgMessage('Z', 'I'));
    for (;;) {
      const message = yield* messages.next();
      if (message === undefined || message.type === 'X') return;
      if (message.type !== 'Q') continue;
      const sql = message.body.replace(/\0$/, '');
      const answers = this.#answer(sql, { user, database, state });
      yield* send(`${answers}${pgMessage('Z', state.letter)}`);
      if (!/^\s*(select|\\)/i.test(sql)) yield* this.#save();
    }
  }

  /** Whoever comes from the Pod itself is let in; others by their password. */
  *#isTrusted(fd: number, messages: Messages): Coroutine<boolean> {
    const process = this.#process;
    const { remote, local } = process.sockets.connection(fd);
    const password = process.env.get('POSTGRES_PASSWORD') ?? '';
    if (remote.ip === local.ip || process.env.get('POSTGRES_HOST_AUTH_METHOD') === 'trust') return true;
    yield* process.write(fd, pgMessage('R', int32(3)));
    const answer = yield* messages.next();
    return answer?.type === 'p' && answer.body === `${password}\0`;
  }

  #answer(
    sql: string,
    { user, database, state }: { readonly user: string; readonly database: string; readonly state: SqlSessionState },
  ): string {
    const answers: string[] = [];
    try {
      const now = () => `${logTime(this.#process.nowMs())}+00`;
      const statements = sql.startsWith('\\') ? [sql] : statementsOf(sql);
      state.enter(statements.length);
      for (const statement of statements)
        answers.push(resultMessages(state.execute(statement, { user, database, now })));
      state.leave();
    } catch (error) {
      if (!(error instanceof SqlError)) throw error;
      state.fail();
      answers.push(errorMessage('ERROR', error.message, { at: error.at, detail: error.detail }));
    }
    return answers.join('');
  }

  *#read(): Coroutine<string | undefined> {
    try {
      const fd = this.#process.files.open(`${this.#directory}/${keptIn}`);
      const text = yield* this.#process.readAll(fd);
      this.#process.process.descriptors.close(fd);
      return text;
    } catch (error) {
      if (!(error instanceof SystemError) || error.code === 'EINTR') throw error;
      return undefined;
    }
  }

  *#initialise(): Coroutine<void> {
    try {
      this.#process.files.makeDirectory(this.#directory);
    } catch (error) {
      if (!(error instanceof SystemError)) throw error;
    }
    yield* this.#write('PG_VERSION', '17\n');
    yield* this.#save();
  }

  *#save(): Coroutine<void> {
    yield* this.#write(keptIn, this.#cluster?.dump() ?? '');
  }

  *#write(name: string, text: string): Coroutine<void> {
    const path = `${this.#directory}/${name}`;
    try {
      const fd = this.#process.files.open(path, { write: true, create: true, truncate: true });
      yield* this.#process.write(fd, text);
      this.#process.process.descriptors.close(fd);
    } catch (error) {
      if (!(error instanceof SystemError) || error.code === 'EINTR') throw error;
      yield* this.#say(`could not write to file "${path}": ${error.message}`, 'PANIC');
    }
  }
}

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
    yield* process.write(fd, pgMessage('', '\0\x03\0\0user\0postgres\0\0'));
    const ready = yield* process.sockets.poll([fd], timeoutMs);
    if (ready.length === 0) return false;
    return /^[RE]/.test(textOf(yield* process.read(fd)));
  } catch (error) {
    if (!(error instanceof SystemError) || error.code === 'EINTR') throw error;
    return false;
  }
}

/** The messages of one connection, as they come. */
class Messages {
  readonly #process: ProcessContext;
  readonly #fd: number;
  #buffer = '';

  constructor(process: ProcessContext, fd: number) {
    this.#process = process;
    this.#fd = fd;
  }

  /** What the client says of itself at first; it may ask for TLS before, which is refused. */
  *startup(): Coroutine<ReadonlyMap<string, string> | undefined> {
    for (;;) {
      const body = yield* this.#take(0);
      if (body === undefined) return undefined;
      if (!body.startsWith('\x04\xd2\x16\x2f')) {
        const words = body.slice(4).split('\0');
        return new Map(
          words.flatMap((word, index): [string, string][] =>
            index % 2 === 0 && word !== '' ? [[word, words[index + 1] ?? '']] : [],
          ),
        );
      }
      yield* this.#process.write(this.#fd, 'N');
    }
  }

  *next(): Coroutine<{ readonly type: string; readonly body: string } | undefined> {
    while (this.#buffer === '') if (!(yield* this.#more())) return undefined;
    const type = this.#buffer.charAt(0);
    const body = yield* this.#take(1);
    return body === undefined ? undefined : { type, body };
  }

  *#take(skipped: number): Coroutine<string | undefined> {
    for (;;) {
      const length = this.#buffer.length < skipped + 4 ? undefined : readInt(this.#buffer, skipped);
      if (length !== undefined && this.#buffer.length >= skipped + length) {
        const body = this.#buffer.slice(skipped + 4, skipped + length);
        this.#buffer = this.#buffer.slice(skipped + length);
        return body;
      }
      if (!(yield* this.#more())) return undefined;
    }
  }

  *#more(): Coroutine<boolean> {
    const connection = this.#process.sockets.connection(this.#fd);
    while (!connection.isReadable()) yield* this.#process.process.block(connection.changed);
    const bytes = yield* this.#process.read(this.#fd);
    this.#buffer += textOf(bytes);
    return bytes.length > 0;
  }
}

function logTime(nowMs: number): string {
  return `${formatTime(nowMs).slice(0, 19).replace('T', ' ')}.${String(nowMs % 1000).padStart(3, '0')}`;
}

const noPassword = `Error: Database is uninitialized and superuser password is not specified.
       You must specify POSTGRES_PASSWORD to a non-empty value for the
       superuser. For example, "-e POSTGRES_PASSWORD=password" on "docker run".`;
