import { range } from './redis-strings.ts';
import type { RespReply } from './resp.ts';
import { integerOf, nil, notInteger, ok, type RedisCommands, type RedisEntries, texts } from './redis-values.ts';

/** Commands for lists, hashes, sets and sorted sets. */
export const collectionCommands: RedisCommands = {
  RPUSH: [2, ([key = '', ...items], db) => db.list(key, (list) => putList(db, key, [...list, ...items])), 'writes'],
  LPUSH: [
    2,
    ([key = '', ...items], db) => db.list(key, (list) => putList(db, key, [...items.toReversed(), ...list])),
    'writes',
  ],
  LLEN: [1, ([key = ''], db) => db.list(key, (list) => ({ integer: list.length }))],
  LRANGE: [
    3,
    ([key = '', from, to], db) =>
      integerOf(from) === undefined || integerOf(to) === undefined
        ? notInteger
        : db.list(key, (list) => texts(list.slice(...range(list.length, from, to)))),
  ],
  LINDEX: [2, ([key = '', at], db) => db.list(key, (list) => ({ text: list.at(Number(at)) }))],
  LTRIM: [
    3,
    ([key = '', from, to], db) =>
      db.list(key, (list) => (db.put(key, list.slice(...range(list.length, from, to))), ok)),
    'writes',
  ],
  LREM: [3, remove, 'writes'],
  LPOP: [1, ([key = '', count], db) => pop(db, { key, count, isLeft: true }), 'writes'],
  RPOP: [1, ([key = '', count], db) => pop(db, { key, count, isLeft: false }), 'writes'],
  HSET: [3, ([key = '', ...pairs], db) => putPairs(db, key, pairs), 'writes'],
  HMSET: [3, ([key = '', ...pairs], db) => okUnlessWrong(putPairs(db, key, pairs)), 'writes'],
  HGET: [2, ([key = '', field = ''], db) => db.hash(key, (hash) => ({ text: hash.get(field) }))],
  HMGET: [2, ([key = '', ...fields], db) => db.hash(key, (hash) => texts(fields.map((field) => hash.get(field))))],
  HGETALL: [1, ([key = ''], db) => db.hash(key, (hash) => texts([...hash].flat()))],
  HKEYS: [1, ([key = ''], db) => db.hash(key, (hash) => texts(hash.keys()))],
  HVALS: [1, ([key = ''], db) => db.hash(key, (hash) => texts(hash.values()))],
  HLEN: [1, ([key = ''], db) => db.hash(key, (hash) => ({ integer: hash.size }))],
  HEXISTS: [2, ([key = '', field = ''], db) => db.hash(key, (hash) => ({ integer: Number(hash.has(field)) }))],
  HDEL: [
    2,
    ([key = '', ...fields], db) => db.hash(key, (hash) => without(fields, new Map(hash), (next) => db.put(key, next))),
    'writes',
  ],
  HINCRBY: [3, addToField, 'writes'],
  SADD: [
    2,
    ([key = '', ...members], db) =>
      db.members(key, (set) => grown(db, key, { before: set.size, next: new Set([...set, ...members]) })),
    'writes',
  ],
  SREM: [
    2,
    ([key = '', ...members], db) =>
      db.members(key, (set) => without(members, new Set(set), (next) => db.put(key, next))),
    'writes',
  ],
  SMEMBERS: [1, ([key = ''], db) => db.members(key, (set) => texts(set))],
  SISMEMBER: [2, ([key = '', member = ''], db) => db.members(key, (set) => ({ integer: Number(set.has(member)) }))],
  SCARD: [1, ([key = ''], db) => db.members(key, (set) => ({ integer: set.size }))],
  ZADD: [3, addScores, 'writes'],
  ZINCRBY: [
    3,
    ([key = '', by = '', member = ''], db) => db.scores(key, (scores) => raise(db, key, { scores, by, member })),
    'writes',
  ],
  ZREM: [
    2,
    ([key = '', ...members], db) =>
      db.scores(key, (scores) => without(members, new Map(scores), (sorted) => db.put(key, { sorted }))),
    'writes',
  ],
  ZSCORE: [2, ([key = '', member = ''], db) => db.scores(key, (scores) => ({ text: scores.get(member)?.toString() }))],
  ZRANK: [2, ([key = '', member = ''], db) => db.scores(key, (scores) => rank(inOrder(scores), member))],
  ZCARD: [1, ([key = ''], db) => db.scores(key, (scores) => ({ integer: scores.size }))],
  ZRANGE: [
    3,
    ([key = '', from, to, ...words], db) =>
      db.scores(key, (scores) =>
        ranked(words.some((word) => word.toUpperCase() === 'REV') ? inOrder(scores).toReversed() : inOrder(scores), {
          from,
          to,
          words,
        }),
      ),
  ],
  ZREVRANGE: [
    3,
    ([key = '', from, to, ...words], db) =>
      db.scores(key, (scores) => ranked(inOrder(scores).toReversed(), { from, to, words })),
  ],
};

function putList(db: RedisEntries, key: string, list: string[]): RespReply {
  db.put(key, list);
  return { integer: list.length };
}

function pop(
  db: RedisEntries,
  { key, count, isLeft }: { key: string; count: string | undefined; isLeft: boolean },
): RespReply {
  return db.list(key, (list) => {
    if (list.length === 0) return nil;
    const taken = Math.min(list.length, count === undefined ? 1 : Number(count));
    const items = isLeft ? list.slice(0, taken) : list.slice(list.length - taken).toReversed();
    db.put(key, isLeft ? list.slice(taken) : list.slice(0, list.length - taken));
    return count === undefined ? { text: items[0] } : texts(items);
  });
}

function remove([key = '', count, item]: readonly string[], db: RedisEntries): RespReply {
  const most = integerOf(count);
  if (most === undefined) return notInteger;
  return db.list(key, (list) => {
    let left = most === 0 ? Infinity : Math.abs(most);
    const kept = (most < 0 ? list.toReversed() : list).filter((other) => other !== item || (left -= 1) < 0);
    db.put(key, most < 0 ? kept.toReversed() : [...kept]);
    return { integer: list.length - kept.length };
  });
}

function putPairs(db: RedisEntries, key: string, pairs: readonly string[]): RespReply {
  if (pairs.length % 2 === 1) return { error: "ERR wrong number of arguments for 'hset' command" };
  return db.hash(key, (hash) => {
    const next = new Map(hash);
    for (let at = 0; at < pairs.length; at += 2) next.set(pairs[at] ?? '', pairs[at + 1] ?? '');
    db.put(key, next);
    return { integer: next.size - hash.size };
  });
}

function okUnlessWrong(reply: RespReply): RespReply {
  return 'error' in reply ? reply : ok;
}

function addToField([key = '', field = '', by]: readonly string[], db: RedisEntries): RespReply {
  return db.hash(key, (hash) => {
    const before = integerOf(hash.get(field) ?? '0');
    if (before === undefined) return { error: 'ERR hash value is not an integer' };
    const more = integerOf(by);
    if (more === undefined) return notInteger;
    db.put(key, new Map(hash).set(field, String(before + more)));
    return { integer: before + more };
  });
}

function grown(db: RedisEntries, key: string, { before, next }: { before: number; next: Set<string> }): RespReply {
  db.put(key, next);
  return { integer: next.size - before };
}

function without<T extends { delete(name: string): boolean }>(
  names: readonly string[],
  next: T,
  put: (next: T) => void,
): RespReply {
  const gone = names.filter((name) => next.delete(name)).length;
  put(next);
  return { integer: gone };
}

function addScores([key = '', ...pairs]: readonly string[], db: RedisEntries): RespReply {
  if (pairs.length % 2 === 1) return { error: 'ERR syntax error' };
  return db.scores(key, (scores) => {
    const sorted = new Map(scores);
    for (let at = 0; at < pairs.length; at += 2) {
      const score = Number(pairs[at]);
      if (pairs[at] === '' || Number.isNaN(score)) return { error: 'ERR value is not a valid float' };
      sorted.set(pairs[at + 1] ?? '', score);
    }
    db.put(key, { sorted });
    return { integer: sorted.size - scores.size };
  });
}

function raise(
  db: RedisEntries,
  key: string,
  { scores, by, member }: { scores: ReadonlyMap<string, number>; by: string; member: string },
): RespReply {
  const score = (scores.get(member) ?? 0) + Number(by);
  if (Number.isNaN(score)) return { error: 'ERR value is not a valid float' };
  db.put(key, { sorted: new Map(scores).set(member, score) });
  return { text: String(score) };
}

function inOrder(scores: ReadonlyMap<string, number>): [string, number][] {
  return [...scores].sort(([a, x], [b, y]) => x - y || (a < b ? -1 : 1));
}

function rank(all: readonly [string, number][], member: string): RespReply {
  const at = all.findIndex(([name]) => name === member);
  return at < 0 ? nil : { integer: at };
}

function ranked(
  all: readonly [string, number][],
  { from, to, words }: { from: string | undefined; to: string | undefined; words: readonly string[] },
): RespReply {
  if (integerOf(from) === undefined || integerOf(to) === undefined) return notInteger;
  const some = all.slice(...range(all.length, from, to));
  const hasScores = words.some((word) => word.toUpperCase() === 'WITHSCORES');
  return texts(some.flatMap(([name, score]) => (hasScores ? [name, String(score)] : [name])));
}
