/** What may stand in a cell of a Table. */
export type TableCell = string | number | boolean;

/** One column of a server-side Table. */
export interface TableColumn<T> {
  readonly name: string;
  readonly type: 'string' | 'integer' | 'boolean';
  readonly format?: 'name';
  readonly description: string;
  /** 0: always shown; 1: with `-o wide`. Default 0. */
  readonly priority?: number;
  cell(object: T, nowMs: number): TableCell;
}
