import type { ProcessContext } from '@podlab/shell';
import type { PsqlFormat } from './psql-text.ts';

/** What psql was asked on its command line and by its environment. */
export interface PsqlOptions {
  host: string | undefined;
  port: number;
  user: string;
  database: string | undefined;
  password: string | undefined;
  commands: string[];
  file: string | undefined;
  isQuiet: boolean;
  stopsAtErrors: boolean;
  format: PsqlFormat;
}

/** @returns what psql says to words that it does not understand */
export function readOptions(process: ProcessContext): PsqlOptions | string {
  const { env } = process;
  const options: PsqlOptions = {
    host: env.get('PGHOST'),
    port: Number(env.get('PGPORT') ?? 5432),
    user: env.get('PGUSER') ?? (process.process.user.uid === 0 ? 'root' : 'postgres'),
    database: env.get('PGDATABASE'),
    password: env.get('PGPASSWORD'),
    commands: [],
    file: undefined,
    isQuiet: false,
    stopsAtErrors: false,
    format: { isPlain: false, isBare: false, isExpanded: false, separator: '|' },
  };
  const long: Readonly<Record<string, string>> = {
    host: 'h',
    port: 'p',
    username: 'U',
    dbname: 'd',
    command: 'c',
    file: 'f',
    'tuples-only': 't',
    'no-align': 'A',
    quiet: 'q',
    list: 'l',
    'no-password': 'w',
    password: 'W',
    set: 'v',
    version: 'V',
    variable: 'v',
    'field-separator': 'F',
    'no-psqlrc': 'X',
    expanded: 'x',
  };
  const set: Readonly<Record<string, (value: string) => void>> = {
    h: (value) => (options.host = value),
    p: (value) => (options.port = Number(value)),
    U: (value) => (options.user = value),
    d: (value) => readTarget(options, value),
    c: (value) => options.commands.push(value),
    f: (value) => (options.file = value),
    F: (value) => (options.format = { ...options.format, separator: value }),
    v: (value) => (options.stopsAtErrors ||= /^ON_ERROR_STOP(=(1|on|true))?$/i.test(value)),
  };
  const flags: Readonly<Record<string, () => void>> = {
    t: () => (options.format = { ...options.format, isBare: true }),
    A: () => (options.format = { ...options.format, isPlain: true }),
    q: () => (options.isQuiet = true),
    l: () => options.commands.push('\\l'),
    w: () => {},
    W: () => {},
    V: () => {},
    X: () => {},
    x: () => (options.format = { ...options.format, isExpanded: true }),
  };
  const args = process.argv.slice(1);
  const plain: string[] = [];
  for (let argument = args.shift(); argument !== undefined; argument = args.shift()) {
    if (!/^-./.test(argument)) {
      plain.push(argument);
      continue;
    }
    const [, name = '', value] = /^--([\w-]+)(?:=(.*))?$/s.exec(argument) ?? [];
    let letters = name === '' ? argument.slice(1) : (long[name] ?? '');
    if (letters === '') return argument;
    for (; letters !== ''; letters = letters.slice(1)) {
      const letter = letters.charAt(0);
      const [take, flag] = [set[letter], flags[letter]];
      if (take) {
        take(value ?? (letters.length > 1 ? letters.slice(1) : (args.shift() ?? '')));
        break;
      }
      if (!flag) return argument;
      flag();
    }
  }
  const [database, user] = plain;
  if (database !== undefined) readTarget(options, database);
  if (user !== undefined) options.user = user;
  return options;
}

/** A database by its name, or all of a connection as `postgresql://user:password@host:port/database`. */
function readTarget(options: PsqlOptions, target: string): void {
  const match = /^postgres(?:ql)?:\/\/(?:([^:@/]*)(?::([^@/]*))?@)?([^:/?]*)(?::(\d+))?(?:\/([^?]*))?/.exec(target);
  if (!match) {
    options.database = target;
    return;
  }
  const [, user, password, host, port, database] = match;
  if (user) options.user = user;
  if (password) options.password = decodeURIComponent(password);
  if (host) options.host = host;
  if (port) options.port = Number(port);
  if (database) options.database = database;
}
