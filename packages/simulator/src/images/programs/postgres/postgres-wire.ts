import { type SqlValue, shown } from './sql-expression.ts';
import type { SqlResult } from './sql-database.ts';

/** A message of PostgreSQL's protocol: its type, its length, its body. */
export function pgMessage(type: string, body: string): string {
  return `${type}${int32(body.length + 4)}${body}`;
}

export function int32(value: number): string {
  return [24, 16, 8, 0].map((shift) => String.fromCharCode((value >>> shift) & 255)).join('');
}

export function int16(value: number): string {
  return int32(value).slice(2);
}

export function readInt(text: string, at: number, bytes = 4): number {
  let value = 0;
  for (let index = 0; index < bytes; index += 1) value = value * 256 + text.charCodeAt(at + index);
  return bytes === 4 && value > 0x7fffffff ? value - 0x100000000 : value;
}

/** Types by their numbers in the catalogue, as far as they are told apart. */
export const pgTypes = { bool: 16, int8: 20, text: 25 } as const;

/** What a statement gives, as messages. */
export function resultMessages({ tag, columns, rows = [], notice, severity = 'NOTICE' }: SqlResult): string {
  const told = notice === undefined ? '' : pgMessage('N', `S${severity}\0V${severity}\0C00000\0M${notice}\0\0`);
  const head = columns
    ? pgMessage(
        'T',
        int16(columns.length) +
          columns
            .map(
              (name, index) =>
                `${name}\0${int32(0)}${int16(0)}${int32(typeOf(rows, index))}${int16(-1)}${int32(-1)}${int16(0)}`,
            )
            .join(''),
      )
    : '';
  const data = rows.map((row) => pgMessage('D', int16(row.length) + row.map(valueText).join(''))).join('');
  return `${told}${head}${data}${pgMessage('C', `${tag}\0`)}`;
}

function typeOf(rows: readonly (readonly SqlValue[])[], index: number): number {
  const value = rows.find((row) => row[index] !== null)?.[index];
  return typeof value === 'number' ? pgTypes.int8 : typeof value === 'boolean' ? pgTypes.bool : pgTypes.text;
}

function valueText(value: SqlValue): string {
  if (value === null) return int32(-1);
  const text = shown(value);
  return int32(text.length) + text;
}

/** An error as a message. @param at where in the statement, from 0 */
export function errorMessage(
  severity: 'ERROR' | 'FATAL',
  message: string,
  { at, detail }: { at?: number | undefined; detail?: string | undefined } = {},
): string {
  const place = at === undefined ? '' : `P${at + 1}\0`;
  const more = detail === undefined ? '' : `D${detail}\0`;
  return pgMessage('E', `S${severity}\0V${severity}\0CXX000\0M${message}\0${more}${place}\0`);
}

/** The fields of an error or a notice, by their letters. */
export function faultFields(body: string): ReadonlyMap<string, string> {
  return new Map(
    body
      .split('\0')
      .filter((field) => field !== '')
      .map((field) => [field.charAt(0), field.slice(1)]),
  );
}
