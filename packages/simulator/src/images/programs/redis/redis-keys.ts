import type { RespReply } from './resp.ts';
import {
  globOf,
  integerOf,
  notInteger,
  ok,
  type RedisCommands,
  type RedisEntries,
  syntaxError,
  texts,
  typeName,
} from './redis-values.ts';

/** Commands for keys of any kind, and for the database as a whole. */
export const keyCommands: RedisCommands = {
  DEL: [1, (keys, db) => ({ integer: keys.filter((key) => db.delete(key)).length }), 'writes'],
  UNLINK: [1, (keys, db) => ({ integer: keys.filter((key) => db.delete(key)).length }), 'writes'],
  EXISTS: [1, (keys, db) => ({ integer: keys.filter((key) => db.find(key)).length })],
  EXPIRE: [2, ([key = '', time], db) => expire(db, key, from(db.nowMs(), time, 1000)), 'writes'],
  PEXPIRE: [2, ([key = '', time], db) => expire(db, key, from(db.nowMs(), time, 1)), 'writes'],
  EXPIREAT: [2, ([key = '', time], db) => expire(db, key, from(0, time, 1000)), 'writes'],
  PERSIST: [1, persist, 'writes'],
  TTL: [1, ([key = ''], db) => left(db, key, 1000)],
  PTTL: [1, ([key = ''], db) => left(db, key, 1)],
  TYPE: [1, ([key = ''], db) => ({ ok: typeName(db.find(key)?.value) })],
  KEYS: [1, ([pattern = '*'], db) => texts(db.keys().filter((key) => globOf(pattern).test(key)))],
  SCAN: [1, scan],
  RENAME: [2, rename, 'writes'],
  RANDOMKEY: [0, (_args, db) => ({ text: db.keys()[0] })],
  DBSIZE: [0, (_args, db) => ({ integer: db.keys().length })],
  FLUSHDB: [0, (_args, db) => (db.clear(), ok), 'writes'],
};

function from(startMs: number, time: string | undefined, unitMs: number): number | undefined {
  const units = integerOf(time);
  return units === undefined ? undefined : startMs + units * unitMs;
}

function expire(db: RedisEntries, key: string, expiresMs: number | undefined): RespReply {
  if (expiresMs === undefined) return notInteger;
  const entry = db.find(key);
  if (entry === undefined) return { integer: 0 };
  db.set(key, { ...entry, expiresMs });
  return { integer: 1 };
}

function persist([key = '']: readonly string[], db: RedisEntries): RespReply {
  const entry = db.find(key);
  if (entry?.expiresMs === undefined) return { integer: 0 };
  db.set(key, { value: entry.value });
  return { integer: 1 };
}

function left(db: RedisEntries, key: string, unitMs: number): RespReply {
  const entry = db.find(key);
  if (entry === undefined) return { integer: -2 };
  return { integer: entry.expiresMs === undefined ? -1 : Math.round((entry.expiresMs - db.nowMs()) / unitMs) };
}

function rename([key = '', to = '']: readonly string[], db: RedisEntries): RespReply {
  const entry = db.find(key);
  if (entry === undefined) return { error: 'ERR no such key' };
  db.delete(key);
  db.set(to, entry);
  return ok;
}

/** All at once: a cursor of 0 says that there are no more. */
function scan([, ...options]: readonly string[], db: RedisEntries): RespReply {
  const words = options.map((word) => word.toUpperCase());
  if (words.some((word, at) => at % 2 === 0 && !['MATCH', 'COUNT', 'TYPE'].includes(word))) return syntaxError;
  const after = (word: string) => (words.includes(word) ? options[words.indexOf(word) + 1] : undefined);
  const [match, type] = [after('MATCH'), after('TYPE')];
  const found = db
    .keys()
    .filter((key) => match === undefined || globOf(match).test(key))
    .filter((key) => type === undefined || typeName(db.find(key)?.value) === type);
  return { list: [{ text: '0' }, found.length === 0 ? { list: [] } : texts(found)] };
}
