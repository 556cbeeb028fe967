import { describe, expect, it } from 'vitest';
import { openNetworkCluster } from '../../../network/testing/network-cluster.ts';
import { PostgresCluster } from './postgres-cluster.ts';
import { SqlDatabase } from './sql-database.ts';
import { SqlSessionState } from './sql-session-state.ts';
import { SqlError, statementsOf } from './sql-tokens.ts';
import { placeText, tableText } from './psql-text.ts';

const session = {
  user: 'postgres',
  database: 'postgres',
  version: 'PostgreSQL 17',
  now: () => '2026-11-24 00:00:00+00',
};

/** What statements give one after the other, as PostgreSQL 15.18 did. */
const statements: readonly (readonly [sql: string, given: string])[] = [
  ["select 1+1, 'x', true, null", 'SELECT 1 [[2,"x",true,null]]'],
  ['create table t (id serial primary key, name text not null, n int default 5)', 'CREATE TABLE'],
  ['create table t (id int)', 'relation "t" already exists'],
  ["insert into t (name) values ('a'), ('b'), ('c''d')", 'INSERT 0 3'],
  ["insert into t (name, n) values ('e', 9) returning id", 'INSERT 0 1 [[4]]'],
  [
    'insert into t (n) values (1)',
    'null value in column "name" of relation "t" violates not-null constraint | Failing row contains (5, null, 1).',
  ],
  [
    "insert into t (id, name) values (1, 'dup')",
    'duplicate key value violates unique constraint "t_pkey" | Key (id)=(1) already exists.',
  ],
  ["insert into t (n, name) values ('x', 'a')", 'invalid input syntax for type integer: "x"'],
  ["select name, n from t where n > 5 or name = 'a' order by name desc limit 5", 'SELECT 2 [["e",9],["a",5]]'],
  ['select count(*), max(n), min(name), sum(n) from t', 'SELECT 1 [[4,9,"a",24]]'],
  ["update t set n = n + 1 where name like 'a%'", 'UPDATE 1'],
  ['delete from t where id in (2, 7)', 'DELETE 1'],
  ['select id, upper(name), n from t where not (id = 4) order by id', 'SELECT 2 [[1,"A",6],[3,"C\'D",5]]'],
  ['select * from t where name is null', 'SELECT 0 []'],
  ['select * from nope', 'relation "nope" does not exist @14'],
  ['select nope from t', 'column "nope" does not exist @7'],
  ['selec 1', 'syntax error at or near "selec" @0'],
  ['select 1 +', 'syntax error at end of input @10'],
  ['update t set n = 7 where id = 1 returning id, n', 'UPDATE 1 [[1,7]]'],
  ['create table o (id serial, t_id int references t(id), amount numeric, code varchar(3))', 'CREATE TABLE'],
  ['insert into o (t_id, amount) values (1, 9.5), (1, 0.5), (3, 4)', 'INSERT 0 3'],
  ["insert into o (code) values ('abcd')", 'value too long for type character varying(3)'],
  [
    'select t.name, o.amount from t join o on o.t_id = t.id order by amount',
    'SELECT 3 [["a",0.5],["c\'d",4],["a",9.5]]',
  ],
  [
    'select name, count(o.id) as n2 from t left join o on o.t_id = t.id group by name order by name',
    'SELECT 3 [["a",2],["c\'d",1],["e",0]]',
  ],
  ['select t_id, sum(amount) s from o group by t_id having sum(amount) > 5', 'SELECT 1 [[1,10]]'],
  ['select avg(t_id) from o', 'SELECT 1 [["1.6666666666666667"]]'],
  ['select avg(t_id) from o where t_id = 3', 'SELECT 1 [["3.0000000000000000"]]'],
  ['select id from t, o', 'column reference "id" is ambiguous @7'],
  ['select x.id from t', 'missing FROM-clause entry for table "x" @7'],
  ['select t.nope from t', 'column t.nope does not exist @7'],
  [
    'select name, count(*) from t',
    'column "t.name" must appear in the GROUP BY clause or be used in an aggregate function @7',
  ],
  ['select * from o order by nope', 'column "nope" does not exist @25'],
  ['select distinct t_id from o where amount between 1 and 10 order by t_id desc', 'SELECT 2 [[3],[1]]'],
  ["select case when n > 6 then 'big' else 'small' end, coalesce(null, 1) from t where id = 1", 'SELECT 1 [["big",1]]'],
  ['delete from o where t_id = 3 returning *', 'DELETE 1 [[3,3,4,null]]'],
  ['select 1/0', 'division by zero'],
  ['truncate t', 'TRUNCATE TABLE'],
  ['drop table t', 'DROP TABLE'],
  ['drop table t', 'table "t" does not exist'],
  ['create table t (id int)', 'CREATE TABLE'],
  ['insert into t values (1)', 'INSERT 0 1'],
  ['alter table t add column x int default 7', 'ALTER TABLE'],
  ['alter table t add x int', 'column "x" of relation "t" already exists'],
  ['select * from t', 'SELECT 1 [[1,7]]'],
  ['alter table t drop column id', 'ALTER TABLE'],
  ['select * from t', 'SELECT 1 [[7]]'],
  ['alter table t rename to u', 'ALTER of this kind is not simulated here; use a real cluster: --engine kind'],
];

it('a database takes as much SQL as labs need', () => {
  const database = new SqlDatabase();
  for (const [sql, given] of statements) {
    let shown: string;
    try {
      const { tag, rows } = database.execute(sql, session);
      shown = rows ? `${tag} ${JSON.stringify(rows)}` : tag;
    } catch (error) {
      if (!(error instanceof SqlError)) throw error;
      shown = `${error.message}${error.detail === undefined ? '' : ` | ${error.detail}`}${error.at === undefined ? '' : ` @${error.at}`}`;
    }
    expect([sql, shown]).toEqual([sql, given]);
  }
});

it('a transaction is taken back, and a failed one takes nothing more', () => {
  const cluster = new PostgresCluster({ user: 'postgres', database: 'postgres' });
  const [one, other] = [new SqlSessionState(cluster, 'postgres'), new SqlSessionState(cluster, 'postgres')];
  const ask = (state: SqlSessionState, sql: string) => {
    try {
      const { tag, rows, notice } = state.execute(sql, session);
      return `${notice === undefined ? '' : `${notice} `}${rows ? JSON.stringify(rows) : tag} ${state.letter}`;
    } catch (error) {
      if (!(error instanceof SqlError)) throw error;
      state.fail();
      return `${error.message} ${state.letter}`;
    }
  };
  expect(ask(one, 'create table t (n int)')).toBe('CREATE TABLE I');
  expect(ask(one, 'begin')).toBe('BEGIN T');
  expect(ask(one, 'insert into t values (1)')).toBe('INSERT 0 1 T');
  expect(ask(other, 'select * from t')).toBe('[] I');
  expect(ask(one, 'rollback')).toBe('ROLLBACK I');
  expect(ask(one, 'select * from t')).toBe('[] I');
  expect(ask(one, 'begin')).toBe('BEGIN T');
  expect(ask(one, 'selec')).toBe('syntax error at or near "selec" E');
  expect(ask(one, 'select 1')).toBe(
    'current transaction is aborted, commands ignored until end of transaction block E',
  );
  expect(ask(one, 'commit')).toBe('ROLLBACK I');
  expect(ask(one, 'begin')).toBe('BEGIN T');
  expect(ask(one, 'insert into t values (2)')).toBe('INSERT 0 1 T');
  expect(ask(one, 'commit')).toBe('COMMIT I');
  expect(ask(other, 'select * from t')).toBe('[[2]] I');
  expect(ask(other, 'commit')).toBe('there is no transaction in progress COMMIT I');
});

it('statements are cut at semicolons that are not in a text', () => {
  expect(statementsOf("select ';'; -- a; b\nselect 2;")).toEqual(["select ';'", ' -- a; b\nselect 2']);
});

it('a table is printed as psql does', () => {
  const table = {
    columns: [
      { name: 'id', isNumber: true },
      { name: 'name', isNumber: false },
    ],
    rows: [
      ['1', 'a long one'],
      ['22', null],
    ],
  };
  const format = { isPlain: false, isBare: false, separator: '|' };
  expect(tableText(table, format)).toBe(' id |    name    \n----+------------\n  1 | a long one\n 22 | \n(2 rows)\n\n');
  expect(tableText(table, { ...format, isPlain: true, isBare: true })).toBe('1|a long one\n22|\n');
  expect(placeText('select *\nfrom nope;', 14)).toBe('LINE 2: from nope;\n             ^');
});

describe('postgres:17 in a Pod', () => {
  const start = (
    opened: ReturnType<typeof openNetworkCluster>,
    name: string,
    env: Record<string, string>,
    more: object = {},
  ) =>
    opened.run(name, {
      nodeName: 'node-1',
      volumes: [{ name: 'data', hostPath: { path: '/opt/pg', type: 'DirectoryOrCreate' } }],
      containers: [
        {
          name: 'c',
          image: 'postgres:17',
          env: Object.entries(env).map(([key, value]) => ({ name: key, value })),
          volumeMounts: [{ name: 'data', mountPath: '/var/lib/postgresql/data' }],
          ...more,
        },
      ],
    });

  it('keeps its tables in a volume, for the Pod that comes after', () => {
    const opened = openNetworkCluster();
    const { pass, sh, send, logs } = opened;
    start(opened, 'first', { POSTGRES_PASSWORD: 'pw', POSTGRES_DB: 'shop' });
    pass(8_000);
    const psql = (pod: string, args: string) => sh(`psql -U postgres ${args}`, { pod, withinMs: 3_000 });
    expect(
      psql('first', '-d shop -c "create table t (id serial, name text)" -c "insert into t (name) values (\'x\')"'),
    ).toBe('CREATE TABLE\nINSERT 0 1\n');
    expect(psql('first', '-c "select * from t"; echo $?')).toBe(
      'ERROR:  relation "t" does not exist\nLINE 1: select * from t\n                      ^\n1\n',
    );
    send('DELETE', '/api/v1/namespaces/default/pods/first');
    pass(40_000);
    start(opened, 'second', {});
    pass(8_000);
    expect(logs('second')).toContain('Skipping initialization');
    expect(psql('second', 'shop -tAc "select id, name from t"')).toBe('1|x\n');
    expect(sh('echo "select 1; select 2" | psql -U postgres -tA', { pod: 'second', withinMs: 3_000 })).toBe('1\n2\n');
  });

  it('asks others for a password, and knows its users and databases', () => {
    const opened = openNetworkCluster();
    const { pass, sh, ipOf } = opened;
    start(opened, 'db', { POSTGRES_PASSWORD: 'pw', POSTGRES_USER: 'app' });
    start(opened, 'client', {}, { command: ['sleep', '1000'] });
    pass(8_000);
    const at = `connection to server at "${ipOf('db')}", port 5432 failed:`;
    const from = (pod: string, command: string) => sh(command, { pod, withinMs: 3_000 });
    expect(from('client', `psql -h ${ipOf('db')} -U app -c 'select 1'; echo $?`)).toBe(
      `psql: error: ${at} fe_sendauth: no password supplied\n2\n`,
    );
    expect(from('client', `PGPASSWORD=no psql -h ${ipOf('db')} -U app -c 'select 1'`)).toBe(
      `psql: error: ${at} FATAL:  password authentication failed for user "app"\n`,
    );
    expect(from('client', `psql postgresql://app:pw@${ipOf('db')}/app -tAc 'select current_user'`)).toBe('app\n');
    expect(from('db', 'psql -c "select 1"')).toContain('FATAL:  role "root" does not exist\n');
    expect(from('db', 'psql -U app -d nope -c "select 1"')).toContain('FATAL:  database "nope" does not exist\n');
    expect(from('db', 'psql -U app -c "create database shop" -c "create user bob" -c "\\dt"')).toBe(
      'CREATE DATABASE\nCREATE ROLE\nDid not find any relations.\n',
    );
    expect(from('db', 'psql -U bob -d shop -tAc "select current_database()"')).toBe('shop\n');
  });
});
