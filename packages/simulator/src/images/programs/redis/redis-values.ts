import type { RespReply } from './resp.ts';

/** What a key of a key-value store holds. `sorted`: members by their scores. */
export type RedisValue =
  | string
  | string[]
  | Map<string, string>
  | Set<string>
  | { readonly sorted: ReadonlyMap<string, number> };

export interface RedisEntry {
  readonly value: RedisValue;
  readonly expiresMs?: number;
}

/** Told of what a command does beyond its answer. */
export type RedisCommand = (args: readonly string[], entries: RedisEntries) => RespReply;

/** By name: how many arguments it takes at least, what it does, and whether it may change something. */
export type RedisCommands = Readonly<Record<string, readonly [least: number, run: RedisCommand, writes?: 'writes']>>;

export const ok: RespReply = { ok: 'OK' };
export const nil: RespReply = { text: undefined };
export const syntaxError: RespReply = { error: 'ERR syntax error' };
export const notInteger: RespReply = { error: 'ERR value is not an integer or out of range' };
const wrongType: RespReply = { error: 'WRONGTYPE Operation against a key holding the wrong kind of value' };

/** The keys of one database; those whose time is over are gone. */
export class RedisEntries {
  readonly #nowMs: () => number;
  readonly #entries = new Map<string, RedisEntry>();

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  nowMs(): number {
    return this.#nowMs();
  }

  find(key: string): RedisEntry | undefined {
    const entry = this.#entries.get(key);
    if (entry?.expiresMs === undefined || entry.expiresMs > this.#nowMs()) return entry;
    this.#entries.delete(key);
    return undefined;
  }

  /** Puts a value where it was, with the time that it has; an empty one goes. */
  put(key: string, value: RedisValue): void {
    if (isEmpty(value)) this.#entries.delete(key);
    else this.#entries.set(key, { ...this.find(key), value });
  }

  set(key: string, entry: RedisEntry): void {
    this.#entries.set(key, entry);
  }

  delete(key: string): boolean {
    return this.find(key) !== undefined && this.#entries.delete(key);
  }

  keys(): string[] {
    return [...this.#entries.keys()].filter((key) => this.find(key) !== undefined);
  }

  clear(): void {
    this.#entries.clear();
  }

  /** Each of these: a value of its kind, an empty one where there is none, an error where there is another. */
  text(key: string, use: (text: string | undefined) => RespReply): RespReply {
    const value = this.find(key)?.value;
    return value === undefined || typeof value === 'string' ? use(value) : wrongType;
  }

  list(key: string, use: (list: readonly string[]) => RespReply): RespReply {
    const value = this.find(key)?.value ?? [];
    return Array.isArray(value) ? use(value) : wrongType;
  }

  hash(key: string, use: (hash: ReadonlyMap<string, string>) => RespReply): RespReply {
    const value = this.find(key)?.value ?? new Map<string, string>();
    return value instanceof Map ? use(value) : wrongType;
  }

  members(key: string, use: (members: ReadonlySet<string>) => RespReply): RespReply {
    const value = this.find(key)?.value ?? new Set<string>();
    return value instanceof Set ? use(value) : wrongType;
  }

  scores(key: string, use: (scores: ReadonlyMap<string, number>) => RespReply): RespReply {
    const value = this.find(key)?.value ?? { sorted: new Map<string, number>() };
    return isSorted(value) ? use(value.sorted) : wrongType;
  }
}

export function isSorted(value: RedisValue): value is Extract<RedisValue, { readonly sorted: unknown }> {
  return typeof value === 'object' && 'sorted' in value;
}

/** `none`, `string`, `list`, `hash`, `set` or `zset`. */
export function typeName(value: RedisValue | undefined): string {
  if (value === undefined) return 'none';
  if (typeof value === 'string') return 'string';
  if (Array.isArray(value)) return 'list';
  return value instanceof Map ? 'hash' : value instanceof Set ? 'set' : 'zset';
}

function isEmpty(value: RedisValue): boolean {
  if (typeof value === 'string') return false;
  if (Array.isArray(value)) return value.length === 0;
  return isSorted(value) ? value.sorted.size === 0 : value.size === 0;
}

/** An integer as redis takes one; undefined: it is none. */
export function integerOf(text: string | undefined): number | undefined {
  return text !== undefined && /^-?\d{1,15}$/.test(text) ? Number(text) : undefined;
}

export function texts(values: Iterable<string | undefined>): RespReply {
  return { list: [...values].map((text) => ({ text })) };
}

/** A glob of redis as a regular expression. */
export function globOf(pattern: string): RegExp {
  const body = pattern.replace(/\[\^|\\.|[.+^${}()|*?]/g, (part) =>
    part === '[^' || part.startsWith('\\') ? part : part === '*' ? '.*' : part === '?' ? '.' : `\\${part}`,
  );
  return new RegExp(`^${body}$`, 's');
}
