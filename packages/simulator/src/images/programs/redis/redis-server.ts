import { formatTime } from '@podlab/apimachinery';
import {
  type Coroutine,
  anyAddress,
  type ProcessContext,
  type Program,
  serveConnections,
  SystemError,
  textOf,
} from '@podlab/shell';
import { KeyValueStore } from './key-value-store.ts';
import { applySetting, defaultConfig, type RedisConfig, readArguments, redisVersion } from './redis-config.ts';
import { formatReply, RespParser } from './resp.ts';

/**
 * A key-value store that speaks RESP, as redis-server does: a configuration file, `--port`, `--requirepass`, `--save`,
 * `--appendonly` and others. What it keeps is in a file when it ends, and with `appendonly` after each command.
 */
export const redisServerProgram: Program = {
  name: 'redis-server',
  *run(process) {
    const server = new Server(process);
    return yield* server.run();
  },
};

class Server {
  readonly #process: ProcessContext;
  readonly #config: RedisConfig;
  readonly #store: KeyValueStore;

  constructor(process: ProcessContext) {
    this.#process = process;
    this.#config = defaultConfig(process.process.cwd);
    this.#store = new KeyValueStore(this.#config, () => process.nowMs());
  }

  *run(): Coroutine<number> {
    const process = this.#process;
    for (const signal of ['TERM', 'INT'] as const) process.onSignal(signal, 'handle');
    yield* this.#say('*', 'oO0OoO0OoO0Oo Redis is starting oO0OoO0OoO0Oo', 'C');
    yield* this.#say(
      '*',
      `Redis version=${redisVersion}, bits=64, commit=00000000, modified=0, pid=${process.pid}, just started`,
      'C',
    );
    const { file, settings } = readArguments(process.argv.slice(1));
    if (file !== undefined && !(yield* this.#readSettings(file))) return 1;
    for (const setting of settings) applySetting(this.#config, setting);
    if (file !== undefined || settings.length > 0) yield* this.#say('*', 'Configuration loaded', 'C');
    else
      yield* this.#say(
        '#',
        'Warning: no config file specified, using the default config. In order to specify a config file use redis-server /path/to/redis.conf',
        'C',
      );
    const port = Number(this.#config.get('port'));
    let listener: number;
    try {
      listener = process.sockets.listen({ ip: anyAddress, port });
    } catch (error) {
      if (!(error instanceof SystemError)) throw error;
      yield* this.#say('#', `Warning: Could not create server TCP listening socket *:${port}: bind: ${error.message}`);
      yield* this.#say('#', `Failed listening on port ${port} (tcp), aborting.`);
      return 1;
    }
    yield* this.#say('*', 'monotonic clock: POSIX clock_gettime');
    yield* this.#say('*', `Running mode=standalone, port=${port}.`);
    yield* this.#say('*', 'Server initialized');
    yield* this.#load();
    yield* this.#say('*', 'Ready to accept connections tcp');
    yield* serveConnections(process, [listener], {
      serve: (fd) => this.#serveClient(fd),
      onSignal: () => this.#onSignal(),
    });
    return 0;
  }

  *#onSignal(): Coroutine<'go on' | 'exit'> {
    const signal = this.#process.takeSignal();
    if (signal === undefined) return 'go on';
    const second = Math.floor(this.#process.nowMs() / 1000);
    const name = signal === 'INT' ? 'SIGINT' : 'SIGTERM';
    yield* this.#process.write(
      1,
      `${this.#process.pid}:signal-handler (${second}) Received ${name} scheduling shutdown...\n`,
    );
    yield* this.#end();
    return 'exit';
  }

  *#end(): Coroutine<void> {
    yield* this.#say('*', 'User requested shutdown...');
    if (this.#config.get('save') !== '') {
      yield* this.#say('*', 'Saving the final RDB snapshot before exiting.');
      yield* this.#save(this.#snapshot);
      yield* this.#say('*', 'DB saved on disk');
    }
    yield* this.#say('#', 'Redis is now ready to exit, bye bye...');
  }

  *#serveClient(fd: number): Coroutine<void> {
    const process = this.#process;
    const parser = new RespParser();
    const session = this.#store.newSession();
    for (;;) {
      for (let command = parser.nextCommand(); command !== undefined; command = parser.nextCommand()) {
        const { reply, wish } = this.#store.execute(command, session);
        if (wish === 'shutdown') {
          yield* this.#end();
          yield* process.flush();
          process.exit(0);
        }
        if (wish === 'save') yield* this.#save(this.#snapshot);
        if (wish === 'wrote' && this.#config.get('appendonly') === 'yes') yield* this.#save(this.#log);
        yield* process.write(fd, formatReply(reply));
        if (command[0]?.toUpperCase() === 'QUIT') return;
      }
      // Reading waits for this connection only: a signal is for the server's own loop.
      const connection = process.sockets.connection(fd);
      while (!connection.isReadable()) yield* process.process.block(connection.changed);
      const bytes = yield* process.read(fd);
      if (bytes.length === 0) return;
      parser.push(textOf(bytes));
    }
  }

  get #snapshot(): string {
    return `${this.#config.get('dir')}/${this.#config.get('dbfilename')}`;
  }

  get #log(): string {
    return `${this.#config.get('dir')}/appendonly.aof`;
  }

  *#save(path: string): Coroutine<void> {
    const { files, process } = this.#process;
    try {
      const fd = files.open(path, { write: true, create: true, truncate: true });
      yield* this.#process.write(fd, `${head}${this.#store.dump()}`);
      process.descriptors.close(fd);
    } catch (error) {
      if (!(error instanceof SystemError) || error.code === 'EINTR') throw error;
      yield* this.#say('#', `Failed opening the temp RDB file for saving: ${error.message}`);
    }
  }

  *#load(): Coroutine<void> {
    const isLog = this.#config.get('appendonly') === 'yes';
    const text = yield* this.#read(isLog ? this.#log : this.#snapshot);
    if (text === undefined || !text.startsWith(head)) return;
    const keys = this.#store.load(text.slice(head.length)) ?? 0;
    if (!isLog) {
      yield* this.#say('*', `Loading RDB produced by version ${redisVersion}`);
      yield* this.#say('*', `Done loading RDB, keys loaded: ${keys}, keys expired: 0.`);
    }
    yield* this.#say('*', `DB loaded from ${isLog ? 'append only file' : 'disk'}: 0.000 seconds`);
  }

  *#readSettings(file: string): Coroutine<boolean> {
    const text = yield* this.#read(file);
    if (text === undefined) {
      yield* this.#say('#', `Fatal error, can't open config file '${file}': No such file or directory`, 'C');
      return false;
    }
    for (const line of text.split('\n')) applySetting(this.#config, line);
    this.#config.set('config_file', file);
    return true;
  }

  *#read(path: string): Coroutine<string | undefined> {
    try {
      const fd = this.#process.files.open(path);
      const text = yield* this.#process.readAll(fd);
      this.#process.process.descriptors.close(fd);
      return text;
    } catch (error) {
      if (!(error instanceof SystemError) || error.code === 'EINTR') throw error;
      return undefined;
    }
  }

  *#say(level: '#' | '*', text: string, role: 'C' | 'M' = 'M'): Coroutine<void> {
    const { pid } = this.#process;
    yield* this.#process.write(1, `${pid}:${role} ${logTime(this.#process.nowMs())} ${level} ${text}\n`);
  }
}

/** What its files begin with; what follows is not redis's own format. */
const head = 'REDIS0012 podlab\n';

/** `26 Nov 2026 19:06:17.000` */
function logTime(nowMs: number): string {
  const [year, month, day, time] = formatTime(nowMs).split(/[-TZ]/);
  const months = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');
  return `${day} ${months[Number(month) - 1]} ${year} ${time}.${String(nowMs % 1000).padStart(3, '0')}`;
}
