import { pgTypes, readInt } from './postgres-wire.ts';
import type { PsqlTable } from './psql-text.ts';

/** The columns of an answer, from its message. */
export function readColumns(body: string): PsqlTable['columns'] {
  const columns: { name: string; isNumber: boolean }[] = [];
  for (let at = 2; columns.length < readInt(body, 0, 2); ) {
    const end = body.indexOf('\0', at);
    columns.push({ name: body.slice(at, end), isNumber: readInt(body, end + 7) === pgTypes.int8 });
    at = end + 19;
  }
  return columns;
}

/** A row of an answer, from its message. */
export function readRow(body: string): (string | null)[] {
  const row: (string | null)[] = [];
  for (let at = 2; row.length < readInt(body, 0, 2); ) {
    const length = readInt(body, at);
    row.push(length < 0 ? null : body.slice(at + 4, at + 4 + length));
    at += 4 + Math.max(0, length);
  }
  return row;
}
