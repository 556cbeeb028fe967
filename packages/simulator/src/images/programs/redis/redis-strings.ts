import type { RespReply } from './resp.ts';
import {
  integerOf,
  nil,
  notInteger,
  ok,
  type RedisCommands,
  type RedisEntries,
  syntaxError,
  texts,
} from './redis-values.ts';

const notFloat: RespReply = { error: 'ERR value is not a valid float' };

/** Commands for single values. */
export const stringCommands: RedisCommands = {
  SET: [2, set, 'writes'],
  SETNX: [
    2,
    ([key = '', value = ''], db) => (db.find(key) ? { integer: 0 } : (db.set(key, { value }), { integer: 1 })),
    'writes',
  ],
  SETEX: [
    3,
    ([key = '', time, value = ''], db) => setFor(db, { key, value, time, unitMs: 1000, name: 'setex' }),
    'writes',
  ],
  PSETEX: [
    3,
    ([key = '', time, value = ''], db) => setFor(db, { key, value, time, unitMs: 1, name: 'psetex' }),
    'writes',
  ],
  GET: [1, ([key = ''], db) => db.text(key, (text) => ({ text }))],
  GETSET: [2, ([key = '', value = ''], db) => db.text(key, (text) => (db.set(key, { value }), { text })), 'writes'],
  GETDEL: [1, ([key = ''], db) => db.text(key, (text) => (db.delete(key), { text })), 'writes'],
  MSET: [2, setMany, 'writes'],
  MGET: [
    1,
    (keys, db) =>
      texts(keys.map((key) => db.find(key)?.value).map((value) => (typeof value === 'string' ? value : undefined))),
  ],
  INCR: [1, ([key = ''], db) => add(db, key, 1), 'writes'],
  DECR: [1, ([key = ''], db) => add(db, key, -1), 'writes'],
  INCRBY: [2, ([key = '', by], db) => add(db, key, integerOf(by)), 'writes'],
  DECRBY: [2, ([key = '', by], db) => add(db, key, negated(integerOf(by))), 'writes'],
  INCRBYFLOAT: [2, addFloat, 'writes'],
  APPEND: [
    2,
    ([key = '', more = ''], db) =>
      db.text(key, (text = '') => (db.put(key, text + more), { integer: text.length + more.length })),
    'writes',
  ],
  STRLEN: [1, ([key = ''], db) => db.text(key, (text = '') => ({ integer: text.length }))],
  GETRANGE: [
    3,
    ([key = '', from, to], db) => db.text(key, (text = '') => ({ text: text.slice(...range(text.length, from, to)) })),
  ],
};

/** Where a range from one place to another begins and ends, as `slice` has it; places below 0 count from the end. */
export function range(length: number, from: string | undefined, to: string | undefined): [number, number] {
  const place = (text: string | undefined) => {
    const number = Number(text);
    return number < 0 ? length + number : number;
  };
  return [Math.max(0, place(from)), Math.max(0, place(to) + 1)];
}

function set([key = '', value = '', ...options]: readonly string[], db: RedisEntries): RespReply {
  const before = db.find(key);
  let expiresMs: number | undefined;
  let [isNew, isOld, keeps, wantsBefore] = [false, false, false, false];
  for (let at = 0; at < options.length; at += 1) {
    const word = options[at]?.toUpperCase() ?? '';
    if (word === 'NX') isNew = true;
    else if (word === 'XX') isOld = true;
    else if (word === 'KEEPTTL') keeps = true;
    else if (word === 'GET') wantsBefore = true;
    else if (/^(EX|PX|EXAT|PXAT)$/.test(word) && at + 1 < options.length) {
      at += 1;
      const time = integerOf(options[at]);
      if (time === undefined) return notInteger;
      if (time <= 0) return { error: "ERR invalid expire time in 'set' command" };
      expiresMs = time * (word.startsWith('E') ? 1000 : 1) + (word.endsWith('AT') ? 0 : db.nowMs());
    } else return syntaxError;
  }
  if (isNew && isOld) return syntaxError;
  const answer = (reply: RespReply) => (wantsBefore ? db.text(key, (text) => ({ text })) : reply);
  if ((isNew && before) || (isOld && !before)) return answer(nil);
  const reply = answer(ok);
  if ('error' in reply) return reply;
  const until = keeps ? before?.expiresMs : expiresMs;
  db.set(key, { value, ...(until !== undefined && { expiresMs: until }) });
  return reply;
}

function setFor(
  db: RedisEntries,
  {
    key,
    value,
    time,
    unitMs,
    name,
  }: { key: string; value: string; time: string | undefined; unitMs: number; name: string },
): RespReply {
  const units = integerOf(time);
  if (units === undefined) return notInteger;
  if (units <= 0) return { error: `ERR invalid expire time in '${name}' command` };
  db.set(key, { value, expiresMs: db.nowMs() + units * unitMs });
  return ok;
}

function setMany(pairs: readonly string[], db: RedisEntries): RespReply {
  if (pairs.length % 2 === 1) return { error: "ERR wrong number of arguments for 'mset' command" };
  for (let at = 0; at < pairs.length; at += 2) db.set(pairs[at] ?? '', { value: pairs[at + 1] ?? '' });
  return ok;
}

function add(db: RedisEntries, key: string, by: number | undefined): RespReply {
  return db.text(key, (text = '0') => {
    const before = integerOf(text);
    if (before === undefined || by === undefined) return notInteger;
    db.put(key, String(before + by));
    return { integer: before + by };
  });
}

function addFloat([key = '', by = '']: readonly string[], db: RedisEntries): RespReply {
  return db.text(key, (text = '0') => {
    const sum = Number(text) + Number(by);
    if (!Number.isFinite(sum)) return notFloat;
    const shown = String(Number(sum.toPrecision(15)));
    db.put(key, shown);
    return { text: shown };
  });
}

function negated(number: number | undefined): number | undefined {
  return number === undefined ? undefined : -number;
}
