import { describe, expect, it } from 'vitest';
import { openNetworkCluster } from '../../../network/testing/network-cluster.ts';
import { KeyValueStore } from './key-value-store.ts';
import { applySetting, defaultConfig } from './redis-config.ts';
import { forPerson, plain, wordsOf } from './redis-text.ts';

/** What a line of redis-cli is answered, as in a pipe. Seen with redis 7.0.15. */
const answers: readonly (readonly [line: string, answer: string])[] = [
  ['SET a 1', 'OK'],
  ['INCRBY a 10', '11'],
  ['INCRBYFLOAT a 1.5', '12.5'],
  ['INCR a', 'ERR value is not an integer or out of range\n'],
  ['GET a b', "ERR wrong number of arguments for 'get' command\n"],
  ['GET nope', ''],
  ['SET k v EX 100', 'OK'],
  ['TTL k', '100'],
  ['SET k w NX', ''],
  ['SET k w KEEPTTL', 'OK'],
  ['TTL k', '100'],
  ['PERSIST k', '1'],
  ['TTL k', '-1'],
  ['TTL nope', '-2'],
  ['SET k v FOO', 'ERR syntax error\n'],
  ['SETEX q 0 v', "ERR invalid expire time in 'setex' command\n"],
  ['MSET m1 1 m2 2', 'OK'],
  ['MGET m1 m2 m3', '1\n2\n'],
  ['GETRANGE a -3 -1', '2.5'],
  ['LPUSH l a b c', '3'],
  ['RPUSH l d', '4'],
  ['LRANGE l -2 -1', 'a\nd'],
  ['LRANGE l a b', 'ERR value is not an integer or out of range\n'],
  ['LPOP l 2', 'c\nb'],
  ['LPUSH a x', 'WRONGTYPE Operation against a key holding the wrong kind of value\n'],
  ['LPUSH r a b a c a', '5'],
  ['LREM r 2 a', '2'],
  ['LRANGE r 0 -1', 'c\nb\na'],
  ['HSET h f1 v1 f2 v2', '2'],
  ['HGETALL h', 'f1\nv1\nf2\nv2'],
  ['HINCRBY h f2 1', 'ERR hash value is not an integer\n'],
  ['HDEL h f1 zz', '1'],
  ['SADD st a b c a', '3'],
  ['SREM st a z', '1'],
  ['ZADD z 1 one 2 two 3 three', '3'],
  ['ZRANGE z 0 -1 WITHSCORES', 'one\n1\ntwo\n2\nthree\n3'],
  ['ZINCRBY z 5 one', '6'],
  ['ZREVRANGE z 0 0', 'one'],
  ['FOO bar baz', "ERR unknown command 'FOO', with args beginning with: 'bar' 'baz' \n"],
  ['KEYS m*', 'm1\nm2'],
  ['SELECT 1', 'OK'],
  ['DBSIZE', '0'],
  ['SELECT 99', 'ERR DB index is out of range\n'],
  ['SELECT 0', 'OK'],
  [
    'AUTH foo',
    'ERR AUTH <password> called without any password configured for the default user. Are you sure your configuration is correct?\n',
  ],
  ['CONFIG SET maxmemory 100mb', 'OK'],
  ['CONFIG GET maxmemory', 'maxmemory\n104857600'],
  ['CONFIG GET nope', ''],
  ['MULTI', 'OK'],
  ['SET t 1', 'QUEUED'],
  ['INCR t', 'QUEUED'],
  ['EXEC', 'OK\n2'],
  ['EXEC', 'ERR EXEC without MULTI\n'],
  ['FLUSHALL', 'OK'],
  ['DBSIZE', '0'],
];

it('a key-value store answers as redis does', () => {
  const store = new KeyValueStore(defaultConfig('/data'), () => 1_795_521_600_000);
  const session = store.newSession();
  for (const [line, answer] of answers) {
    expect([line, plain(store.execute(wordsOf(line) ?? [], session).reply)]).toEqual([line, answer]);
  }
});

it('keys go when their time is over', () => {
  let nowMs = 0;
  const store = new KeyValueStore(defaultConfig('/data'), () => nowMs);
  const session = store.newSession();
  const ask = (line: string) => plain(store.execute(wordsOf(line) ?? [], session).reply);
  ask('SET a 1 PX 1500');
  nowMs = 1400;
  expect([ask('GET a'), ask('TTL a'), ask('DBSIZE')]).toEqual(['1', '0', '1']);
  nowMs = 1600;
  expect([ask('GET a'), ask('TTL a'), ask('DBSIZE')]).toEqual(['', '-2', '0']);
});

it('a configuration has sizes in bytes and values without quotes', () => {
  const config = defaultConfig('/data');
  for (const line of ['# no', '', 'maxmemory 2mb', 'save ""', 'maxmemory-policy  allkeys-lru '])
    applySetting(config, line);
  expect(['maxmemory', 'save', 'maxmemory-policy'].map((name) => config.get(name))).toEqual([
    '2097152',
    '',
    'allkeys-lru',
  ]);
});

it.each([
  [{ text: 'a "b"\n\x01' }, '"a \\"b\\"\\n\\x01"'],
  [
    { list: [{ text: 'a' }, { list: [{ integer: 1 }, { text: undefined }] }] },
    '1) "a"\n2) 1) (integer) 1\n   2) (nil)',
  ],
  [
    { list: Array.from({ length: 10 }, () => ({ integer: 7 })) },
    `${' 123456789'.slice(1).replace(/./g, ' $&) (integer) 7\n')}10) (integer) 7`,
  ],
])('an answer for a person: %j', (reply, text) => {
  expect(forPerson(reply)).toBe(text);
});

it('words may be in quotes', () => {
  expect(wordsOf(`set a "b \\"c\\"\\n" 'd e'`)).toEqual(['set', 'a', 'b "c"\n', 'd e']);
  expect(wordsOf('set a "b')).toBeUndefined();
});

describe('redis:8 in a Pod', () => {
  const volumes = [{ name: 'data', hostPath: { path: '/opt/kv', type: 'DirectoryOrCreate' } }];
  const mounted = { volumeMounts: [{ name: 'data', mountPath: '/data' }] };

  it('keeps its keys in a volume when it is told to end, and says so', () => {
    const { run, pass, sh, logs, send } = openNetworkCluster();
    const start = (name: string) =>
      run(name, { nodeName: 'node-1', volumes, containers: [{ name: 'c', image: 'redis:8', ...mounted }] });
    start('first');
    pass(4_000);
    expect(logs('first')).toContain('# Warning: no config file specified, using the default config.');
    expect(sh('redis-cli set a kept; redis-cli rpush l 1 2', { pod: 'first' })).toBe('OK\n2\n');
    send('DELETE', '/api/v1/namespaces/default/pods/first');
    pass(40_000);
    start('second');
    pass(4_000);
    expect(sh('redis-cli get a; redis-cli lrange l 0 -1', { pod: 'second' })).toBe('kept\n1\n2\n');
    expect(logs('second')).toContain('* Done loading RDB, keys loaded: 2, keys expired: 0.');
  });

  it('keeps each write with appendonly', () => {
    const { run, pass, sh } = openNetworkCluster();
    run('kv', {
      nodeName: 'node-1',
      containers: [{ name: 'c', image: 'redis:8', args: ['redis-server', '--appendonly', 'yes'], ...mounted }],
      volumes: [{ name: 'data', emptyDir: {} }],
    });
    pass(4_000);
    sh('redis-cli set a 1', { pod: 'kv', withinMs: 1_000 });
    expect(sh('cat /data/appendonly.aof | head -c 5', { pod: 'kv' })).toBe('REDIS');
  });

  it('takes a configuration from a file, asks for a password and takes -n, -r and stdin', () => {
    const { run, pass, sh, send, logs } = openNetworkCluster();
    const data = { 'redis.conf': 'maxmemory 2mb\nmaxmemory-policy allkeys-lru\nrequirepass secret\n' };
    send('POST', '/api/v1/namespaces/default/configmaps', { metadata: { name: 'conf' }, data });
    run('kv', {
      volumes: [{ name: 'conf', configMap: { name: 'conf' } }],
      containers: [
        {
          name: 'c',
          image: 'redis:8',
          command: ['redis-server', '/conf/redis.conf'],
          volumeMounts: [{ name: 'conf', mountPath: '/conf' }],
        },
      ],
    });
    pass(4_000);
    const cli = (args: string) => sh(`redis-cli ${args}`, { pod: 'kv', withinMs: 2_000 });
    expect(cli('get a')).toBe('NOAUTH Authentication required.\n\n');
    expect(cli('-a wrong --no-auth-warning ping')).toBe(
      'AUTH failed: WRONGPASS invalid username-password pair or user is disabled.\nNOAUTH Authentication required.\n\n',
    );
    expect(cli('-a secret config get maxmemory')).toBe(
      "Warning: Using a password with '-a' or '-u' option on the command line interface may not be safe.\nmaxmemory\n2097152\n",
    );
    expect(cli('--no-auth-warning -a secret -n 3 -r 3 incr n')).toBe('1\n2\n3\n');
    expect(cli('--no-auth-warning -u redis://default:secret@127.0.0.1:6379/3 get n')).toBe('3\n');
    expect(
      sh('printf \'auth secret\\nset a "b c"\\nget a\\n\' | redis-cli --no-raw', { pod: 'kv', withinMs: 2_000 }),
    ).toBe('OK\nOK\n"b c"\n');
    expect(logs('kv')).toContain('* Configuration loaded');
    expect(cli('-p 6380 ping')).toBe('Could not connect to Redis at 127.0.0.1:6380: Connection refused\n');
  });
});
