import { collectionCommands } from './redis-collections.ts';
import { applySetting, type RedisConfig, redisInfo, redisVersion } from './redis-config.ts';
import { keyCommands } from './redis-keys.ts';
import { stringCommands } from './redis-strings.ts';
import {
  globOf,
  isSorted,
  notInteger,
  ok,
  type RedisCommands,
  RedisEntries,
  type RedisValue,
  texts,
} from './redis-values.ts';
import type { RespReply } from './resp.ts';

const dataCommands: RedisCommands = { ...stringCommands, ...collectionCommands, ...keyCommands };
const databases = 16;

/** One client's conversation. */
export interface RedisSession {
  database: number;
  isTrusted: boolean;
  /** Commands since MULTI. */
  queue: (readonly string[])[] | undefined;
}

/** What a command wants of the server besides its answer. */
export type RedisWish = 'save' | 'shutdown' | 'wrote' | undefined;

/** What a redis server keeps, and its commands. */
export class KeyValueStore {
  readonly #config: RedisConfig;
  readonly #databases: readonly RedisEntries[];
  readonly #startedMs: number;
  readonly #nowMs: () => number;
  #executed = 0;

  constructor(config: RedisConfig, nowMs: () => number) {
    this.#config = config;
    this.#nowMs = nowMs;
    this.#startedMs = nowMs();
    this.#databases = Array.from({ length: databases }, () => new RedisEntries(nowMs));
  }

  get keyCount(): number {
    return this.#databases.reduce((sum, entries) => sum + entries.keys().length, 0);
  }

  newSession(): RedisSession {
    return { database: 0, isTrusted: this.#config.get('requirepass') === '', queue: undefined };
  }

  /** Executes one command. Never throws: what goes wrong is an error reply. */
  execute(words: readonly string[], session: RedisSession): { readonly reply: RespReply; readonly wish?: RedisWish } {
    const [given = '', ...args] = words;
    const name = given.toUpperCase();
    if (name === 'AUTH' || name === 'HELLO') return { reply: this.#trust(name, args, session) };
    if (name === 'QUIT') return { reply: ok };
    if (!session.isTrusted) return { reply: { error: 'NOAUTH Authentication required.' } };
    this.#executed += 1;
    if (name === 'MULTI') {
      if (session.queue) return { reply: { error: 'ERR MULTI calls can not be nested' } };
      session.queue = [];
      return { reply: ok };
    }
    if (name === 'EXEC' || name === 'DISCARD') return this.#endQueue(name, session);
    const fault = this.#fault(given, args);
    if (fault) return { reply: { error: fault } };
    if (session.queue) {
      session.queue.push(words);
      return { reply: { ok: 'QUEUED' } };
    }
    const [, run, writes] = dataCommands[name] ?? [];
    const entries = this.#databases[session.database];
    if (run && entries) return { reply: run(args, entries), wish: writes && 'wrote' };
    return this.#ofServer(name, args, session);
  }

  #endQueue(name: string, session: RedisSession): { reply: RespReply; wish?: RedisWish } {
    const { queue } = session;
    if (!queue) return { reply: { error: `ERR ${name} without MULTI` } };
    session.queue = undefined;
    if (name === 'DISCARD') return { reply: ok };
    const replies = queue.map((words) => this.execute(words, session));
    return {
      reply: { list: replies.map(({ reply }) => reply) },
      wish: replies.some(({ wish }) => wish) ? 'wrote' : undefined,
    };
  }

  #fault(given: string, args: readonly string[]): string | undefined {
    const name = given.toUpperCase();
    const least = dataCommands[name]?.[0] ?? serverCommands[name];
    if (least === undefined) {
      return `ERR unknown command '${given}', with args beginning with: ${args.map((arg) => `'${arg}' `).join('')}`;
    }
    const isTooMany = args.length > least && exactCommands.has(name);
    return args.length < least || isTooMany
      ? `ERR wrong number of arguments for '${given.toLowerCase()}' command`
      : undefined;
  }

  #trust(name: string, args: readonly string[], session: RedisSession): RespReply {
    const password = this.#config.get('requirepass') ?? '';
    const asks =
      name === 'AUTH' ? args : args.slice(args.findIndex((word) => word.toUpperCase() === 'AUTH') + 1 || args.length);
    if (name === 'AUTH' && args.length === 0) return { error: "ERR wrong number of arguments for 'auth' command" };
    if (name === 'AUTH' && args.length === 1 && password === '') {
      return {
        error:
          'ERR AUTH <password> called without any password configured for the default user. Are you sure your configuration is correct?',
      };
    }
    if (asks.length > 0) {
      const isRight = (asks.length === 1 || asks[0] === 'default') && (password === '' || asks.at(-1) === password);
      if (!isRight) return { error: 'WRONGPASS invalid username-password pair or user is disabled.' };
      session.isTrusted = true;
    }
    if (name === 'AUTH') return ok;
    if (!session.isTrusted)
      return {
        error:
          'NOAUTH HELLO must be called with the client already authenticated, otherwise the HELLO <proto> AUTH <user> <pass> option can be used to authenticate the client and select the RESP protocol version at the same time',
      };
    if (args[0] === '3') return { error: 'NOPROTO unsupported protocol version' };
    return texts(['server', 'redis', 'version', redisVersion, 'proto', '2', 'mode', 'standalone', 'role', 'master']);
  }

  #ofServer(name: string, args: readonly string[], session: RedisSession): { reply: RespReply; wish?: RedisWish } {
    const [first = '', second = '', third = ''] = args;
    switch (name) {
      case 'PING':
        return { reply: args.length === 0 ? { ok: 'PONG' } : { text: first } };
      case 'ECHO':
        return { reply: { text: first } };
      case 'SELECT': {
        const index = /^\d+$/.test(first) ? Number(first) : undefined;
        if (index === undefined) return { reply: notInteger };
        if (index >= databases) return { reply: { error: 'ERR DB index is out of range' } };
        session.database = index;
        return { reply: ok };
      }
      case 'FLUSHALL':
        for (const entries of this.#databases) entries.clear();
        return { reply: ok, wish: 'wrote' };
      case 'INFO':
        return { reply: { text: this.#info(first) } };
      case 'CONFIG':
        return { reply: this.#configure(first.toUpperCase(), second, third) };
      case 'SAVE':
        return { reply: ok, wish: 'save' };
      case 'BGSAVE':
        return { reply: { ok: 'Background saving started' }, wish: 'save' };
      case 'SHUTDOWN':
        return { reply: ok, wish: 'shutdown' };
      case 'LASTSAVE':
        return { reply: { integer: Math.floor(this.#startedMs / 1000) } };
      case 'TIME': {
        const nowMs = this.#nowMs();
        return { reply: texts([String(Math.floor(nowMs / 1000)), String((nowMs % 1000) * 1000)]) };
      }
      case 'ROLE':
        return { reply: { list: [{ text: 'master' }, { integer: 0 }, { list: [] }] } };
      case 'CLIENT':
        return { reply: /^(SETNAME|SETINFO|NO-EVICT|REPLY)$/i.test(first) ? ok : { text: undefined } };
      default:
        return { reply: { list: [] } };
    }
  }

  #info(section: string): string {
    const nowMs = this.#nowMs();
    const keyspace = this.#databases.flatMap((entries, index) => {
      const keys = entries.keys();
      const expires = keys.filter((key) => entries.find(key)?.expiresMs !== undefined).length;
      return keys.length > 0 ? [`db${index}:keys=${keys.length},expires=${expires},avg_ttl=0,subexpiry=0`] : [];
    });
    const upSeconds = Math.floor((nowMs - this.#startedMs) / 1000);
    return redisInfo(section, { config: this.#config, upSeconds, executed: this.#executed, keyspace });
  }

  #configure(verb: string, name: string, value: string): RespReply {
    if (verb === 'GET') {
      const found = [...this.#config].filter(([key]) => globOf(name.toLowerCase()).test(key));
      return texts(found.flat());
    }
    if (verb === 'RESETSTAT' || verb === 'REWRITE') return ok;
    if (verb !== 'SET') return { error: `ERR unknown subcommand '${verb}'. Try CONFIG HELP.` };
    const key = name.toLowerCase();
    if (!this.#config.has(key))
      return { error: `ERR Unknown option or number of arguments for CONFIG SET - '${name}'` };
    applySetting(this.#config, `${key} ${value}`);
    return ok;
  }

  /** All that is kept, for a file. */
  dump(): string {
    const written = this.#databases.map((entries) =>
      entries.keys().map((key) => {
        const { value, expiresMs } = entries.find(key) ?? { value: '' };
        return [key, packed(value), expiresMs ?? null];
      }),
    );
    return JSON.stringify(written);
  }

  /** Takes what `dump` gave. @returns how many keys; undefined when it is something else */
  load(text: string): number | undefined {
    let written: [string, Packed, number | null][][];
    try {
      written = JSON.parse(text);
    } catch {
      return undefined;
    }
    for (const [index, entries] of written.entries()) {
      for (const [key, value, expiresMs] of entries) {
        this.#databases[index]?.set(key, { value: unpacked(value), ...(expiresMs !== null && { expiresMs }) });
      }
    }
    return this.keyCount;
  }
}

/** Commands of the server itself, and how many arguments each takes at least. */
const serverCommands: Readonly<Record<string, number>> = {
  PING: 0,
  ECHO: 1,
  FLUSHALL: 0,
  SELECT: 1,
  INFO: 0,
  CONFIG: 2,
  SAVE: 0,
  BGSAVE: 0,
  LASTSAVE: 0,
  SHUTDOWN: 0,
  TIME: 0,
  ROLE: 0,
  CLIENT: 1,
  COMMAND: 0,
};

/** Those that take just so many arguments. */
const exactCommands = new Set(
  'GET GETSET GETDEL SETNX SETEX PSETEX INCR DECR INCRBY DECRBY INCRBYFLOAT APPEND STRLEN GETRANGE TYPE TTL PTTL PERSIST KEYS RENAME RANDOMKEY DBSIZE LLEN LRANGE LINDEX LTRIM LREM HGET HGETALL HKEYS HVALS HLEN HEXISTS HINCRBY SMEMBERS SISMEMBER SCARD ZSCORE ZCARD ZINCRBY ECHO SELECT TIME LASTSAVE ROLE'.split(
    ' ',
  ),
);

type Packed =
  | string
  | { readonly list: string[] }
  | { readonly hash: [string, string][] }
  | { readonly set: string[] }
  | { readonly sorted: [string, number][] };

function packed(value: RedisValue): Packed {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return { list: value };
  if (value instanceof Map) return { hash: [...value] };
  return isSorted(value) ? { sorted: [...value.sorted] } : { set: [...value] };
}

function unpacked(value: Packed): RedisValue {
  if (typeof value === 'string') return value;
  if ('list' in value) return value.list;
  if ('hash' in value) return new Map(value.hash);
  return 'set' in value ? new Set(value.set) : { sorted: new Map(value.sorted) };
}
