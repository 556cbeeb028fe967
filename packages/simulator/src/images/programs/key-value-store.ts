import type { RespReply } from './resp.ts';

type Value = string | string[] | Map<string, string>;

interface Entry {
  readonly value: Value;
  readonly expiresMs?: number;
}

type Command = (args: readonly string[]) => RespReply;

const ok: RespReply = { ok: 'OK' };
const wrongType: RespReply = {
  error: 'WRONGTYPE Operation against a key holding the wrong kind of value',
};

/** Keys and what they hold: strings, lists and hashes, with expiry. Commands as redis has them. */
export class KeyValueStore {
  readonly #nowMs: () => number;
  readonly #entries = new Map<string, Entry>();
  readonly #commands: Readonly<Record<string, readonly [least: number, run: Command]>>;

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
    this.#commands = this.#table();
  }

  /** Executes one command. Never throws: what goes wrong is an error reply. */
  execute([name = '', ...args]: readonly string[]): RespReply {
    const command = this.#commands[name.toUpperCase()];
    if (command === undefined) {
      const given = args.map((arg) => `'${arg}' `).join('');
      return { error: `ERR unknown command '${name}', with args beginning with: ${given}` };
    }
    const [least, run] = command;
    if (args.length < least) return { error: `ERR wrong number of arguments for '${name.toLowerCase()}' command` };
    return run(args);
  }

  #table(): Readonly<Record<string, readonly [number, Command]>> {
    return {
      PING: [0, ([text]) => (text === undefined ? { ok: 'PONG' } : { text })],
      ECHO: [1, ([text]) => ({ text })],
      SELECT: [1, () => ok],
      COMMAND: [0, () => ({ list: [] })],
      SET: [2, (args) => this.#set(args)],
      GET: [1, ([key = '']) => this.#text(key, (text) => ({ text }))],
      MGET: [1, (keys) => ({ list: keys.map((key) => this.#text(key, (text) => ({ text }))) })],
      DEL: [1, (keys) => ({ integer: keys.filter((key) => this.#find(key) && this.#entries.delete(key)).length })],
      EXISTS: [1, (keys) => ({ integer: keys.filter((key) => this.#find(key)).length })],
      INCR: [1, ([key = '']) => this.#add(key, 1)],
      DECR: [1, ([key = '']) => this.#add(key, -1)],
      INCRBY: [2, ([key = '', by = '']) => this.#add(key, Number(by))],
      APPEND: [
        2,
        ([key = '', more = '']) =>
          this.#text(key, (text = '') => this.#put(key, text + more, text.length + more.length)),
      ],
      STRLEN: [1, ([key = '']) => this.#text(key, (text = '') => ({ integer: text.length }))],
      EXPIRE: [2, ([key = '', seconds = '']) => this.#expire(key, Number(seconds))],
      TTL: [1, ([key = '']) => this.#ttl(key)],
      TYPE: [1, ([key = '']) => ({ ok: typeName(this.#find(key)?.value) })],
      KEYS: [1, ([pattern = '*']) => this.#keys(pattern)],
      DBSIZE: [0, () => ({ integer: [...this.#entries.keys()].filter((key) => this.#find(key)).length })],
      FLUSHALL: [0, () => this.#clear()],
      FLUSHDB: [0, () => this.#clear()],
      RPUSH: [2, ([key = '', ...items]) => this.#list(key, (list) => this.#putList(key, [...list, ...items]))],
      LPUSH: [
        2,
        ([key = '', ...items]) => this.#list(key, (list) => this.#putList(key, [...items.toReversed(), ...list])),
      ],
      LLEN: [1, ([key = '']) => this.#list(key, (list) => ({ integer: list.length }))],
      LRANGE: [3, ([key = '', from, to]) => this.#list(key, (list) => rangeOf(list, Number(from), Number(to)))],
      LPOP: [1, ([key = '']) => this.#list(key, ([first, ...rest]) => this.#pop(key, first, rest))],
      RPOP: [1, ([key = '']) => this.#list(key, (list) => this.#pop(key, list.at(-1), list.slice(0, -1)))],
      HSET: [3, ([key = '', ...pairs]) => this.#hash(key, (hash) => this.#putPairs(key, hash, pairs))],
      HGET: [2, ([key = '', field = '']) => this.#hash(key, (hash) => ({ text: hash.get(field) }))],
      HGETALL: [1, ([key = '']) => this.#hash(key, (hash) => ({ list: [...hash].flat().map((text) => ({ text })) }))],
      INFO: [
        0,
        () => ({
          text: '# Server\r\nredis_version:8.2.1\r\nredis_mode:standalone\r\n# Replication\r\nrole:master\r\n',
        }),
      ],
    };
  }

  #find(key: string): Entry | undefined {
    const entry = this.#entries.get(key);
    if (entry?.expiresMs === undefined || entry.expiresMs > this.#nowMs()) return entry;
    this.#entries.delete(key);
    return undefined;
  }

  #set([key = '', value = '', ...options]: readonly string[]): RespReply {
    const words = options.map((option) => option.toUpperCase());
    const exists = this.#find(key) !== undefined;
    if ((words.includes('NX') && exists) || (words.includes('XX') && !exists)) return { text: undefined };
    const unitMs = words.includes('PX') ? 1 : 1000;
    const at = Math.max(words.indexOf('EX'), words.indexOf('PX'));
    const expiresMs = at < 0 ? undefined : this.#nowMs() + Number(options[at + 1]) * unitMs;
    if (Number.isNaN(expiresMs)) return { error: 'ERR value is not an integer or out of range' };
    this.#entries.set(key, { value, ...(expiresMs !== undefined && { expiresMs }) });
    return ok;
  }

  #add(key: string, by: number): RespReply {
    return this.#text(key, (text = '0') => {
      if (!/^-?\d+$/.test(text) || !Number.isInteger(by))
        return { error: 'ERR value is not an integer or out of range' };
      const sum = Number(text) + by;
      return this.#put(key, String(sum), sum);
    });
  }

  #put(key: string, value: Value, integer: number): RespReply {
    this.#entries.set(key, { ...this.#find(key), value });
    return { integer };
  }

  #putList(key: string, list: string[]): RespReply {
    return this.#put(key, list, list.length);
  }

  #pop(key: string, item: string | undefined, rest: readonly string[]): RespReply {
    if (item === undefined) return { text: undefined };
    if (rest.length === 0) this.#entries.delete(key);
    else this.#put(key, [...rest], rest.length);
    return { text: item };
  }

  #putPairs(key: string, hash: ReadonlyMap<string, string>, pairs: readonly string[]): RespReply {
    const next = new Map(hash);
    for (let at = 0; at + 1 < pairs.length; at += 2) next.set(pairs[at] ?? '', pairs[at + 1] ?? '');
    return this.#put(key, next, next.size - hash.size);
  }

  #expire(key: string, seconds: number): RespReply {
    const entry = this.#find(key);
    if (entry === undefined) return { integer: 0 };
    this.#entries.set(key, { ...entry, expiresMs: this.#nowMs() + seconds * 1000 });
    return { integer: 1 };
  }

  #ttl(key: string): RespReply {
    const entry = this.#find(key);
    if (entry === undefined) return { integer: -2 };
    return { integer: entry.expiresMs === undefined ? -1 : Math.ceil((entry.expiresMs - this.#nowMs()) / 1000) };
  }

  #keys(pattern: string): RespReply {
    const escaped = pattern
      .replace(/[.+^${}()|\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.');
    const names = [...this.#entries.keys()].filter((key) => new RegExp(`^${escaped}$`).test(key) && this.#find(key));
    return { list: names.map((text) => ({ text })) };
  }

  #clear(): RespReply {
    this.#entries.clear();
    return ok;
  }

  #text(key: string, use: (text: string | undefined) => RespReply): RespReply {
    const value = this.#find(key)?.value;
    return value === undefined || typeof value === 'string' ? use(value) : wrongType;
  }

  #list(key: string, use: (list: readonly string[]) => RespReply): RespReply {
    const value = this.#find(key)?.value ?? [];
    return Array.isArray(value) ? use(value) : wrongType;
  }

  #hash(key: string, use: (hash: ReadonlyMap<string, string>) => RespReply): RespReply {
    const value = this.#find(key)?.value ?? new Map<string, string>();
    return value instanceof Map ? use(value) : wrongType;
  }
}

function typeName(value: Value | undefined): string {
  if (value === undefined) return 'none';
  return typeof value === 'string' ? 'string' : Array.isArray(value) ? 'list' : 'hash';
}

function rangeOf(list: readonly string[], from: number, to: number): RespReply {
  const end = to < 0 ? list.length + to : to;
  return { list: list.slice(from, end + 1).map((text) => ({ text })) };
}
