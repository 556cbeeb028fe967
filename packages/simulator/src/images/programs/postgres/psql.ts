import { type Coroutine, type ProcessContext, type Program, resolveName, SystemError, textOf } from '@podlab/shell';
import { postgresVersion } from './postgres-cluster.ts';
import { faultFields, int32, pgMessage, readInt } from './postgres-wire.ts';
import { type PsqlOptions, readOptions } from './psql-options.ts';
import { readColumns, readRow } from './psql-rows.ts';
import { type PsqlTable, placeText, tableText } from './psql-text.ts';
import { statementsOf, SqlError } from './sql-tokens.ts';

/** psql: `-h -p -U -d -c -f -t -A -F -q -l -w -v -V`, statements from arguments, a file, its input or a terminal. */
export const psqlProgram: Program = {
  name: 'psql',
  *run(process) {
    const options = readOptions(process);
    if (typeof options === 'string') {
      yield* process.complain(
        `psql: unrecognized option '${options}'\npsql: hint: Try "psql --help" for more information.`,
      );
      return 1;
    }
    if (process.argv.some((argument) => /^(-V|--version)$/.test(argument))) {
      yield* process.write(1, `psql (PostgreSQL) ${postgresVersion}\n`);
      return 0;
    }
    const psql = new Psql(process, options);
    const fault = yield* psql.connect();
    if (fault === undefined) return yield* psql.run();
    yield* process.complain(`psql: error: ${fault}`);
    return 2;
  },
};

class Psql {
  readonly #process: ProcessContext;
  readonly #options: PsqlOptions;
  #fd = -1;
  #buffer = '';
  #database = '';
  /** How the server was at the end of its last answer. */
  #state = 'I';
  #isTimed = false;
  /** What stands before an error: the file and line that it is in. */
  #place = '';

  constructor(process: ProcessContext, options: PsqlOptions) {
    this.#process = process;
    this.#options = options;
  }

  get #isLocal(): boolean {
    return this.#options.host === undefined || this.#options.host.startsWith('/');
  }

  /** @returns why it did not succeed */
  *connect(database = this.#options.database ?? this.#options.user): Coroutine<string | undefined> {
    const { host = '/var/run/postgresql', port, user, password } = this.#options;
    const ip = yield* resolveName(this.#process, this.#isLocal ? '127.0.0.1' : host);
    if (ip === undefined) return `could not translate host name "${host}" to address: Name or service not known`;
    const shown = host === ip ? `"${host}"` : `"${host}" (${ip})`;
    const where = this.#isLocal ? `on socket "${host}/.s.PGSQL.${port}"` : `at ${shown}, port ${port}`;
    const failed = (why: string) => `connection to server ${where} failed: ${why}`;
    try {
      this.#fd = yield* this.#process.sockets.connect({ ip, port });
    } catch (error) {
      if (!(error instanceof SystemError) || error.code === 'EINTR') throw error;
      if (this.#isLocal)
        return failed(
          'No such file or directory\n\tIs the server running locally and accepting connections on that socket?',
        );
      return failed(`${error.message}\n\tIs the server running on that host and accepting TCP/IP connections?`);
    }
    this.#buffer = '';
    yield* this.#send('', `${int32(196_608)}user\0${user}\0database\0${database}\0\0`);
    for (;;) {
      const message = yield* this.#next();
      if (message === undefined) return failed('server closed the connection unexpectedly');
      if (message.type === 'E') return failed(`FATAL:  ${faultFields(message.body).get('M') ?? ''}`);
      if (message.type === 'Z') break;
      if (message.type !== 'R' || readInt(message.body, 0) !== 3) continue;
      if (password === undefined) return failed('fe_sendauth: no password supplied');
      yield* this.#send('p', `${password}\0`);
    }
    this.#database = database;
    return undefined;
  }

  *run(): Coroutine<number> {
    const { commands, file } = this.#options;
    let isRight = true;
    for (const command of commands) {
      isRight = yield* this.#execute(command);
      if (!isRight && this.#options.stopsAtErrors) break;
    }
    if (commands.length > 0) return isRight ? 0 : 1;
    if (file !== undefined && file !== '-') return yield* this.#runFile(file);
    if (this.#process.isTerminal(0)) return yield* this.#prompt();
    return yield* this.#runText(yield* this.#process.readAll(0));
  }

  *#runFile(file: string): Coroutine<number> {
    let fd: number;
    try {
      fd = this.#process.files.open(file);
    } catch (error) {
      if (!(error instanceof SystemError)) throw error;
      yield* this.#process.complain(`psql: error: ${file}: ${error.message}`);
      return 1;
    }
    return yield* this.#runText(yield* this.#process.readAll(fd), file);
  }

  *#runText(text: string, file?: string): Coroutine<number> {
    let pending = '';
    for (const [index, line] of text.split('\n').entries()) {
      if (file !== undefined) this.#place = `psql:${file}:${index + 1}: `;
      if (pending.trim() === '' && line.startsWith('\\')) {
        if (/^\\q\b/.test(line)) return 0;
        yield* this.#execute(line);
        continue;
      }
      pending += `${line}\n`;
      if (!/;\s*$/.test(line)) continue;
      const isRight = yield* this.#statements(pending);
      if (!isRight && this.#options.stopsAtErrors) return 3;
      pending = '';
    }
    if (pending.trim() !== '') yield* this.#statements(pending);
    return 0;
  }

  /** One after the other, each with its semicolon. */
  *#statements(text: string): Coroutine<boolean> {
    let isRight = true;
    let statements: string[];
    try {
      statements = statementsOf(text).map((statement) => `${statement.trim()};`);
    } catch (error) {
      if (!(error instanceof SqlError)) throw error;
      statements = [text.trim()];
    }
    for (const statement of statements) isRight = (yield* this.#execute(statement)) && isRight;
    return isRight;
  }

  *#prompt(): Coroutine<number> {
    yield* this.#process.write(1, `psql (${postgresVersion})\nType "help" for help.\n\n`);
    let pending = '';
    for (;;) {
      yield* this.#process.write(
        1,
        `${this.#database}${pending === '' ? '=' : '-'}${{ T: '*', E: '!' }[this.#state] ?? ''}# `,
      );
      const line = textOf(yield* this.#process.read(0));
      if (line === '' || /^\s*(\\q|exit|quit)\b/.test(line)) return 0;
      if (pending === '' && line.trim().startsWith('\\')) yield* this.#execute(line.trim());
      else pending += line;
      if (!/;\s*$/.test(pending)) pending = pending.trim() === '' ? '' : pending;
      else {
        yield* this.#statements(pending);
        pending = '';
      }
    }
  }

  /** @returns whether it went well */
  *#execute(sql: string): Coroutine<boolean> {
    if (sql.startsWith('\\')) return yield* this.#command(sql.trim());
    return yield* this.#ask(sql);
  }

  *#command(line: string): Coroutine<boolean> {
    const [name = '', argument] = line.split(/\s+/);
    const { host, port, user } = this.#options;
    switch (name) {
      case '\\dt':
      case '\\d':
      case '\\d+':
      case '\\dt+':
        if (argument === undefined) return yield* this.#ask('\\dt', 'List of relations');
        return yield* this.#ask(`\\d ${argument}`, `Table "public.${argument.replace(/^public\./, '')}"`);
      case '\\dn':
        return yield* this.#ask('\\dn', 'List of schemas');
      case '\\x': {
        const isExpanded = argument === undefined ? !this.#options.format.isExpanded : argument === 'on';
        this.#options.format = { ...this.#options.format, isExpanded };
        yield* this.#tag(`Expanded display is ${isExpanded ? 'on' : 'off'}.`);
        return true;
      }
      case '\\timing':
        this.#isTimed = argument === undefined ? !this.#isTimed : argument === 'on';
        yield* this.#tag(`Timing is ${this.#isTimed ? 'on' : 'off'}.`);
        return true;
      case '\\l':
        return yield* this.#ask('\\l', 'List of databases');
      case '\\du':
        return yield* this.#ask('\\du', 'List of roles');
      case '\\conninfo': {
        const place = this.#isLocal ? `via socket in "${host ?? '/var/run/postgresql'}"` : `on host "${host}"`;
        yield* this.#process.write(
          1,
          `You are connected to database "${this.#database}" as user "${user}" ${place} at port "${port}".\n`,
        );
        return true;
      }
      case '\\c':
      case '\\connect': {
        const fault = yield* this.connect(argument);
        if (fault === undefined)
          yield* this.#process.write(1, `You are now connected to database "${this.#database}" as user "${user}".\n`);
        else yield* this.#complain(`${fault}\nPrevious connection kept`);
        return fault === undefined;
      }
      default:
    }
    yield* this.#complain(`${this.#place === '' ? '' : 'error: '}invalid command ${name}`);
    return false;
  }

  *#ask(sql: string, title?: string): Coroutine<boolean> {
    const startedMs = this.#process.nowMs();
    yield* this.#send('Q', `${sql}\0`);
    let table: { columns: PsqlTable['columns']; rows: (string | null)[][] } | undefined;
    let isRight = true;
    for (;;) {
      const message = yield* this.#next();
      if (message === undefined) {
        yield* this.#complain('server closed the connection unexpectedly');
        return false;
      }
      const { type, body } = message;
      if (type === 'Z') {
        this.#state = body;
        if (this.#isTimed && !sql.startsWith('\\')) yield* this.#process.write(1, this.#timing(startedMs));
        return isRight;
      }
      if (type === 'T') table = { columns: readColumns(body), rows: [] };
      else if (type === 'D') table?.rows.push(readRow(body));
      else if (type === 'N')
        yield* this.#complain(`${faultFields(body).get('S') ?? 'NOTICE'}:  ${faultFields(body).get('M') ?? ''}`);
      else if (type === 'E') {
        isRight = false;
        const fields = faultFields(body);
        const detail = fields.get('D');
        const at = fields.get('P');
        const lines = [
          // What \d does not find is no error of the server's.
          `${sql.startsWith('\\') ? '' : 'ERROR:  '}${fields.get('M') ?? ''}`,
          ...(at === undefined ? [] : [placeText(sql, Number(at) - 1)]),
        ];
        yield* this.#complain([...lines, ...(detail === undefined ? [] : [`DETAIL:  ${detail}`])].join('\n'));
      } else if (type === 'C') {
        if (table && title?.includes('relations') && table.rows.length === 0)
          yield* this.#complain('Did not find any relations.');
        else if (table) yield* this.#process.write(1, tableText(table, this.#options.format, title, footerOf(body)));
        if (!table || !/^(SELECT|DESCRIBE)/.test(body)) yield* this.#tag(body.replace('\0', ''));
        table = undefined;
      }
    }
  }

  #timing(startedMs: number): string {
    return `Time: ${(this.#process.nowMs() - startedMs).toFixed(3)} ms\n`;
  }

  *#tag(tag: string): Coroutine<void> {
    if (!this.#options.isQuiet && !this.#options.format.isBare) yield* this.#process.write(1, `${tag}\n`);
  }

  #complain(text: string): Coroutine<void> {
    return this.#process.complain(`${this.#place}${text}`);
  }

  #send(type: string, body: string): Coroutine<void> {
    return this.#process.write(this.#fd, pgMessage(type, body));
  }

  *#next(): Coroutine<{ readonly type: string; readonly body: string } | undefined> {
    for (;;) {
      const length = this.#buffer.length < 5 ? undefined : readInt(this.#buffer, 1);
      if (length !== undefined && this.#buffer.length > length) {
        const message = { type: this.#buffer.charAt(0), body: this.#buffer.slice(5, length + 1) };
        this.#buffer = this.#buffer.slice(length + 1);
        return message;
      }
      const bytes = yield* this.#process.read(this.#fd);
      if (bytes.length === 0) return undefined;
      this.#buffer += textOf(bytes);
    }
  }
}

/** What follows the rows of `\d` in place of their count. */
function footerOf(tag: string): string | undefined {
  return tag.startsWith('DESCRIBE') ? tag.slice('DESCRIBE\n'.length).replace('\0', '') : undefined;
}
