import { humanAge, type Stored } from '@podlab/apimachinery';

/** What may stand in a cell of a Table. */
export type TableCell = string | number | boolean;

/** One column of a server-side Table. */
export interface TableColumn<T> {
  /** Without its case: kubectl prints it in capitals. */
  readonly name: string;
  readonly type: 'string' | 'integer' | 'boolean';
  readonly format?: 'name';
  readonly description: string;
  /** 0: always shown; 1: with `-o wide`. Default 0. */
  readonly priority?: number;
  cell(object: T, nowMs: number): TableCell;
}

/** A column of text. */
export function textColumn<T>(
  name: string,
  description: string,
  cell: (object: T, nowMs: number) => string,
): TableColumn<T> {
  return { name, type: 'string', description, cell };
}

/** A column of whole numbers. */
export function numberColumn<T>(
  name: string,
  description: string,
  cell: (object: T) => number | undefined,
): TableColumn<T> {
  return { name, type: 'integer', description, cell: (object) => cell(object) ?? 0 };
}

/** The same column, shown with `-o wide` only. */
export function wide<T>(column: TableColumn<T>): TableColumn<T> {
  return { ...column, priority: 1 };
}

/** The first column of most kinds. */
export const nameColumn: TableColumn<Stored<object>> = {
  name: 'Name',
  type: 'string',
  format: 'name',
  description: 'Name of the object.',
  cell: ({ metadata }) => metadata.name,
};

export const ageColumn: TableColumn<Stored<object>> = textColumn(
  'Age',
  'Time since the object was created.',
  ({ metadata }, nowMs) => humanAge(metadata.creationTimestamp, nowMs),
);

/** The first three of a list, and how many more there are. */
export function shortList(items: readonly string[], max = 3): string {
  if (items.length === 0) return '<none>';
  const shown = items.slice(0, max).join(',');
  return items.length > max ? `${shown} + ${items.length - max} more...` : shown;
}
