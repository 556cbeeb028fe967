import type { PostgresCluster, SqlTransaction } from './postgres-cluster.ts';
import type { SqlResult } from './sql-database.ts';
import { SqlError } from './sql-tokens.ts';

/** One connection's transactions: those that are begun, and the one that several statements sent at once make. */
export class SqlSessionState {
  readonly #cluster: PostgresCluster;
  readonly #database: string;
  #transaction: SqlTransaction | undefined;
  #isImplicit = false;
  #hasFailed = false;

  constructor(cluster: PostgresCluster, database: string) {
    this.#cluster = cluster;
    this.#database = database;
  }

  /** What the server says of it when it is ready for the next: idle, in a transaction, in one that has failed. */
  get letter(): 'I' | 'T' | 'E' {
    if (this.#hasFailed) return 'E';
    return this.#transaction ? 'T' : 'I';
  }

  /** Before statements that came at once. */
  enter(count: number): void {
    if (count < 2 || this.#transaction || this.#hasFailed) return;
    this.#transaction = this.#cluster.begin(this.#database);
    this.#isImplicit = true;
  }

  /** After them, when all went well. */
  leave(): void {
    if (this.#isImplicit) this.#end(true);
  }

  /** A statement failed: nothing of its transaction stays. */
  fail(): void {
    if (this.#isImplicit) this.#end(false);
    else if (this.#transaction) this.#hasFailed = true;
  }

  /** @throws SqlError */
  execute(
    sql: string,
    asking: { readonly user: string; readonly database: string; readonly now: () => string },
  ): SqlResult {
    const word = /^\s*(begin|start\s+transaction|commit|end|rollback|abort)\b(?!\s+to\b)/i
      .exec(sql)?.[1]
      ?.toLowerCase();
    if (word === 'begin' || word?.startsWith('start'))
      return this.#begin(word === 'begin' ? 'BEGIN' : 'START TRANSACTION');
    if (word !== undefined) return this.#finish(word === 'commit' || word === 'end');
    if (this.#hasFailed)
      throw new SqlError('current transaction is aborted, commands ignored until end of transaction block');
    return this.#cluster.execute(sql, { ...asking, transaction: this.#transaction });
  }

  #begin(tag: string): SqlResult {
    if (this.#transaction && !this.#isImplicit)
      return { tag, notice: 'there is already a transaction in progress', severity: 'WARNING' };
    this.#transaction ??= this.#cluster.begin(this.#database);
    this.#isImplicit = false;
    return { tag };
  }

  #finish(isCommit: boolean): SqlResult {
    const isOpen = this.#transaction !== undefined && !this.#isImplicit;
    const tag = isCommit && !this.#hasFailed ? 'COMMIT' : 'ROLLBACK';
    this.#end(tag === 'COMMIT');
    return isOpen ? { tag } : { tag, notice: 'there is no transaction in progress', severity: 'WARNING' };
  }

  #end(isCommit: boolean): void {
    if (isCommit && this.#transaction) this.#cluster.commit(this.#transaction);
    this.#transaction = undefined;
    this.#isImplicit = false;
    this.#hasFailed = false;
  }
}
