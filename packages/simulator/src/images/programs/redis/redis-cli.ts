import { type Coroutine, type ProcessContext, type Program, resolveName, SystemError, textOf } from '@podlab/shell';
import { redisVersion } from './redis-config.ts';
import { forPerson, plain, wordsOf } from './redis-text.ts';
import { formatCommand, RespParser, type RespReply } from './resp.ts';

interface CliOptions {
  host: string;
  port: number;
  user: string | undefined;
  password: string | undefined;
  database: string | undefined;
  repeat: number;
  intervalMs: number;
  /** How answers are shown; default: as a person reads them on a terminal, else plainly. */
  isRaw: boolean | undefined;
  /** The last argument comes from standard input. */
  takesInput: boolean;
  /** The password is there for all to see. */
  warns: boolean;
  /** Errors end it with a code. */
  minds: boolean;
}

/** redis-cli: one command from its arguments, or commands from its input. */
export const redisCliProgram: Program = {
  name: 'redis-cli',
  *run(process) {
    const args = [...process.argv.slice(1)];
    if (/^(-v|--version)$/.test(args[0] ?? '')) {
      yield* process.write(1, `redis-cli ${redisVersion}\n`);
      return 0;
    }
    const options = readOptions(args, process.env.get('REDISCLI_AUTH'));
    if (typeof options === 'string') {
      yield* process.complain(`Unrecognized option or bad number of args for: '${options}'`);
      return 1;
    }
    if (options.warns) {
      yield* process.complain(
        "Warning: Using a password with '-a' or '-u' option on the command line interface may not be safe.",
      );
    }
    if (options.takesInput) args.push(yield* process.readAll(0));
    const ip = yield* resolveName(process, options.host);
    const failed = (why: string) =>
      process.complain(`Could not connect to Redis at ${options.host}:${options.port}: ${why}`);
    if (ip === undefined) {
      yield* failed('Name or service not known');
      return 1;
    }
    try {
      const fd = yield* process.sockets.connect({ ip, port: options.port });
      return yield* new Conversation(process, fd, options).run(args);
    } catch (error) {
      if (!(error instanceof SystemError) || error.code === 'EINTR') throw error;
      yield* failed(error.message);
      return 1;
    }
  },
};

/** Takes the options off the arguments. @returns the option that is wrong */
function readOptions(args: string[], password: string | undefined): CliOptions | string {
  const options: CliOptions = {
    host: '127.0.0.1',
    port: 6379,
    user: undefined,
    password,
    database: undefined,
    repeat: 1,
    intervalMs: 0,
    isRaw: undefined,
    takesInput: false,
    warns: false,
    minds: false,
  };
  let isQuiet = false;
  while (args[0]?.startsWith('-')) {
    const option = args.shift() ?? '';
    const flags: Readonly<Record<string, () => void>> = {
      '--raw': () => (options.isRaw = true),
      '--no-raw': () => (options.isRaw = false),
      '--no-auth-warning': () => (isQuiet = true),
      '-x': () => (options.takesInput = true),
      '-e': () => (options.minds = true),
    };
    const valued: Readonly<Record<string, (value: string) => void>> = {
      '-h': (value) => (options.host = value),
      '-p': (value) => (options.port = Number(value)),
      '-a': (value) => Object.assign(options, { password: value, warns: true }),
      '--pass': (value) => Object.assign(options, { password: value, warns: true }),
      '--user': (value) => (options.user = value),
      '-n': (value) => (options.database = value),
      '-r': (value) => (options.repeat = Number(value)),
      '-i': (value) => (options.intervalMs = Number(value) * 1000),
      '-u': (value) => readUri(options, value),
    };
    const flag = flags[option];
    const take = valued[option];
    if (flag) flag();
    else if (take && args.length > 0) take(args.shift() ?? '');
    else return option;
  }
  if (isQuiet) options.warns = false;
  return options;
}

/** `redis://user:password@host:port/database` */
function readUri(options: CliOptions, uri: string): void {
  const match = /^redis:\/\/(?:(?:([^:@]*):)?([^@]*)@)?([^:/]+)?(?::(\d+))?(?:\/(\d+))?$/.exec(uri);
  if (!match) return;
  const [, user, password, host, port, database] = match;
  if (user) options.user = user;
  if (password !== undefined) Object.assign(options, { password, warns: true });
  if (host) options.host = host;
  if (port) options.port = Number(port);
  if (database) options.database = database;
}

class Conversation {
  readonly #process: ProcessContext;
  readonly #fd: number;
  readonly #options: CliOptions;
  readonly #parser = new RespParser();
  #database = '0';

  constructor(process: ProcessContext, fd: number, options: CliOptions) {
    this.#process = process;
    this.#fd = fd;
    this.#options = options;
  }

  *run(args: readonly string[]): Coroutine<number> {
    const process = this.#process;
    const { user, password, database } = this.#options;
    if (password !== undefined) {
      const reply = yield* this.#ask(['AUTH', ...(user === undefined ? [] : [user]), password]);
      if (reply && 'error' in reply) yield* process.complain(`AUTH failed: ${reply.error}`);
    }
    if (database !== undefined) yield* this.#ask(['SELECT', database]);
    if (args.length === 0 && process.isTerminal(0)) return yield* this.#prompt();
    if (args.length > 0) return yield* this.#repeat(args);
    for (const line of (yield* process.readAll(0)).split('\n')) {
      const words = wordsOf(line);
      if (words === undefined) yield* process.write(1, 'Invalid argument(s)\n');
      else if (words.length > 0 && (yield* this.#show(words)) === undefined) return 1;
    }
    return 0;
  }

  /** One command, as often as it is wanted; a number below 0: for ever. */
  *#repeat(words: readonly string[]): Coroutine<number> {
    const { repeat, intervalMs, minds } = this.#options;
    for (let left = repeat; left !== 0; left -= 1) {
      const reply = yield* this.#show(words);
      if (reply === undefined || (minds && 'error' in reply)) return 1;
      if (intervalMs > 0 && left !== 1 && (yield* this.#process.sleep(intervalMs)) > 0) return 130;
    }
    return 0;
  }

  /** Asks and prints the answer. @returns undefined when the server has gone */
  *#show(words: readonly string[]): Coroutine<RespReply | undefined> {
    const process = this.#process;
    const reply = yield* this.#ask(words);
    if (reply === undefined) {
      if (/^(shutdown|quit)$/i.test(words[0] ?? '')) return undefined;
      yield* process.complain('Error: Server closed the connection');
      return undefined;
    }
    const isRaw = this.#options.isRaw ?? !process.isTerminal(1);
    yield* process.write(1, `${isRaw ? plain(reply) : forPerson(reply)}\n`);
    return reply;
  }

  /** Commands as they are typed, until `exit`, `quit` or ^D. */
  *#prompt(): Coroutine<number> {
    const process = this.#process;
    const { host, port } = this.#options;
    let isOpen = true;
    for (;;) {
      const where = `${host}:${port}${this.#database === '0' ? '' : `[${this.#database}]`}`;
      yield* process.write(1, isOpen ? `${where}> ` : 'not connected> ');
      const line = textOf(yield* process.read(0));
      const words = wordsOf(line.trim());
      if (line === '' || /^(exit|quit)$/i.test(words?.[0] ?? '')) return 0;
      if (words === undefined) yield* process.write(1, 'Invalid argument(s)\n');
      else if (/^clear$/i.test(words[0] ?? '')) yield* process.write(1, '\x1b[H\x1b[2J');
      else if (words.length > 0 && isOpen) isOpen = (yield* this.#show(words)) !== undefined;
      else if (words.length > 0)
        yield* process.complain(`Could not connect to Redis at ${host}:${port}: Connection refused`);
    }
  }

  *#ask(words: readonly string[]): Coroutine<RespReply | undefined> {
    yield* this.#process.write(this.#fd, formatCommand(words));
    for (;;) {
      const reply = this.#parser.nextReply();
      if (reply) {
        if (words[0]?.toUpperCase() === 'SELECT' && 'ok' in reply) this.#database = words[1] ?? '0';
        return reply;
      }
      const bytes = yield* this.#process.read(this.#fd);
      if (bytes.length === 0) return undefined;
      this.#parser.push(textOf(bytes));
    }
  }
}
