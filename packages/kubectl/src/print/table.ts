import { isMap, type StoredMeta } from '@podlab/apimachinery';
import { alignTabs, tableRules } from './tab-writer.ts';

/** The server's answer to `Accept: …;as=Table`. */
export interface Table {
  readonly kind: 'Table';
  readonly metadata?: { readonly resourceVersion?: string; readonly continue?: string };
  readonly columnDefinitions?: readonly { readonly name: string; readonly type?: string; readonly priority?: number }[];
  readonly rows: readonly TableRow[];
}

export interface TableRow {
  readonly cells: readonly unknown[];
  readonly object?: { readonly metadata?: Partial<StoredMeta> };
}

/** What is asked of a table. */
export interface TableLayout {
  readonly wide: boolean;
  readonly noHeaders: boolean;
  /** A NAMESPACE column. */
  readonly withNamespace: boolean;
  readonly showLabels: boolean;
  /** Labels with a column of their own. */
  readonly labelColumns: readonly string[];
  /** Before names, such as `deployment.apps/`. */
  readonly namePrefix: string;
}

/** Whether an answer is a Table. */
export function isTable(answer: unknown): answer is Table {
  return isMap(answer) && answer['kind'] === 'Table';
}

/** The cells of a table, headers first, as kubectl shows them. */
export function tableCells(
  columns: NonNullable<Table['columnDefinitions']>,
  rows: readonly TableRow[],
  layout: TableLayout,
): string[][] {
  const shown = columns
    .map((column, index) => ({ ...column, index }))
    .filter(({ priority = 0 }) => priority === 0 || layout.wide);
  const headers = [
    ...(layout.withNamespace ? ['NAMESPACE'] : []),
    ...shown.map(({ name }) => name.toUpperCase()),
    ...layout.labelColumns.map((label) => (label.split('/').at(-1) ?? '').toUpperCase()),
    ...(layout.showLabels ? ['LABELS'] : []),
  ];
  const body = rows.map(({ cells, object }) => [
    ...(layout.withNamespace ? [object?.metadata?.namespace ?? ''] : []),
    ...shown.map(({ index }) => (index === 0 ? layout.namePrefix : '') + cellText(cells[index])),
    ...layout.labelColumns.map((label) => object?.metadata?.labels?.[label] ?? ''),
    ...(layout.showLabels ? [labelsText(object?.metadata?.labels)] : []),
  ]);
  return layout.noHeaders ? body : [headers, ...body];
}

/** Lines of aligned cells. */
export function alignCells(cells: readonly (readonly string[])[]): string {
  return alignTabs(cells.map((row) => `${row.join('\t')}\n`).join(''), tableRules);
}

/** Aligns what is printed bit by bit: columns keep the width they had, and only grow. */
export function createGrowingAlignment(): (cells: readonly (readonly string[])[]) => string {
  let widest: readonly string[] = [];
  return (cells) => {
    for (const row of cells) {
      widest = row.map((cell, index) => (cell.length > (widest[index]?.length ?? 0) ? cell : (widest[index] ?? cell)));
    }
    return alignCells([widest, ...cells])
      .split('\n')
      .slice(1)
      .join('\n');
  };
}

/** `a=b,c=d` in order of keys, or `<none>`. */
export function labelsText(labels: Readonly<Record<string, string>> | undefined): string {
  const pairs = Object.entries(labels ?? {}).map(([key, value]) => `${key}=${value}`);
  return pairs.length === 0 ? '<none>' : pairs.toSorted().join(',');
}

function cellText(cell: unknown): string {
  if (cell === null || cell === undefined) return '<none>';
  const text = typeof cell === 'string' ? cell : JSON.stringify(cell);
  const newline = text.search(/[\n\r\f\v]/);
  return newline < 0 ? text : `${text.slice(0, newline)}...`;
}
