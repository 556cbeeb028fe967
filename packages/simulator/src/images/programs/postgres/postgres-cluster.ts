import { type SqlResult, SqlDatabase } from './sql-database.ts';
import { SqlError } from './sql-tokens.ts';

export const postgresVersion = '17.6 (Debian 17.6-2.pgdg13+1)';

/** What a session does between `begin` and its end. */
export interface SqlTransaction {
  readonly own: SqlDatabase;
  /** The database when it began, as `dump` gives it. */
  readonly before: string;
  readonly database: string;
}

/** Who asks what, and when. */
interface Asking {
  readonly user: string;
  readonly database: string;
  readonly now: () => string;
  readonly transaction?: SqlTransaction | undefined;
}

/** All that a server keeps: databases and who may use them. */
export class PostgresCluster {
  readonly #databases: Map<string, SqlDatabase>;
  readonly #roles: Set<string>;

  /** @param written what `dump` gave; else the names of the first user and database */
  constructor(written: string | { readonly user: string; readonly database: string }) {
    if (typeof written === 'string') {
      const { databases, roles } = JSON.parse(written) as { databases: [string, string][]; roles: string[] };
      this.#databases = new Map(databases.map(([name, text]) => [name, new SqlDatabase(text)]));
      this.#roles = new Set(roles);
      return;
    }
    this.#databases = new Map(
      ['postgres', 'template0', 'template1', written.database].map((name) => [name, new SqlDatabase()]),
    );
    this.#roles = new Set([written.user]);
  }

  dump(): string {
    const databases = [...this.#databases].map(([name, database]) => [name, database.dump()]);
    return JSON.stringify({ databases, roles: [...this.#roles] });
  }

  /** Why this user may not use this database; undefined when he may. */
  refusal(user: string, database: string): string | undefined {
    if (!this.#roles.has(user)) return `role "${user}" does not exist`;
    return this.#databases.has(database) ? undefined : `database "${database}" does not exist`;
  }

  /** @throws SqlError */
  execute(sql: string, { user, database, now, transaction }: Asking): SqlResult {
    const own = transaction?.own ?? this.#database(database);
    if (sql.trim() === '\\dt')
      return list(
        ['Schema', 'Name', 'Type', 'Owner'],
        own.tableNames.map((name) => ['public', name, 'table', user]),
      );
    if (sql.trim() === '\\dn') return list(['Name', 'Owner'], [['public', 'pg_database_owner']]);
    const described = /^\\d (\S+)$/.exec(sql.trim())?.[1];
    if (described !== undefined) return own.describe(described.replace(/^public\./, ''));
    if (sql.trim() === '\\l')
      return list(
        ['Name', 'Owner', 'Encoding'],
        [...this.#databases.keys()].sort().map((name) => [name, this.#first, 'UTF8']),
      );
    if (sql.trim() === '\\du')
      return list(
        ['Role name', 'Attributes'],
        [...this.#roles]
          .sort()
          .map((name) => [
            name,
            name === this.#first ? 'Superuser, Create role, Create DB, Replication, Bypass RLS' : '',
          ]),
      );
    const [, verb = '', kind = '', name = ''] =
      /^\s*(create|drop|alter|grant|revoke)\s+(\S+)(?:\s+(?:if\s+(?:not\s+)?exists\s+)?"?([\w-]+)"?)?/i.exec(sql) ?? [];
    const what = `${verb} ${kind}`.toLowerCase();
    if (/^(create|drop|alter) (user|role)$/.test(what)) return this.#changeRole(what, name.toLowerCase());
    if (/^(create|drop|alter) database$/.test(what)) return this.#changeDatabase(what, name.toLowerCase());
    if (/^(grant|revoke) /.test(what)) return { tag: verb.toUpperCase() };
    const session = {
      user,
      database,
      now,
      version: `PostgreSQL ${postgresVersion} (simulated) on x86_64-pc-linux-gnu`,
    };
    return own.execute(sql, session);
  }

  /** A transaction, which sees what it does itself before others do. */
  begin(database: string): SqlTransaction {
    const shared = this.#database(database);
    return { own: shared.copy(), before: shared.dump(), database };
  }

  commit({ own, before, database }: SqlTransaction): void {
    this.#database(database).takeOver(own, before);
  }

  get #first(): string {
    return [...this.#roles][0] ?? 'postgres';
  }

  #database(name: string): SqlDatabase {
    const database = this.#databases.get(name);
    if (!database) throw new SqlError(`database "${name}" does not exist`);
    return database;
  }

  #changeRole(what: string, name: string): SqlResult {
    const isThere = this.#roles.has(name);
    if (what.startsWith('create') === isThere)
      throw new SqlError(`role "${name}" ${isThere ? 'already exists' : 'does not exist'}`);
    if (what.startsWith('create')) this.#roles.add(name);
    if (what.startsWith('drop')) this.#roles.delete(name);
    return { tag: `${what.split(' ')[0]?.toUpperCase()} ROLE` };
  }

  #changeDatabase(what: string, name: string): SqlResult {
    const isThere = this.#databases.has(name);
    if (what.startsWith('create') === isThere)
      throw new SqlError(`database "${name}" ${isThere ? 'already exists' : 'does not exist'}`);
    if (what.startsWith('create')) this.#databases.set(name, new SqlDatabase());
    if (what.startsWith('drop')) this.#databases.delete(name);
    return { tag: what.toUpperCase() };
  }
}

function list(columns: readonly string[], rows: readonly (readonly string[])[]): SqlResult {
  return { tag: `SELECT ${rows.length}`, columns, rows };
}
