/** How columns are set. */
export interface TabRules {
  readonly minWidth: number;
  readonly padding: number;
}

/** As kubectl's tables are set. */
export const tableRules: TabRules = { minWidth: 6, padding: 3 };
/** As `kubectl describe` is set. */
export const describeRules: TabRules = { minWidth: 0, padding: 2 };

/**
 * Aligns text whose cells end with tabs: a column is as wide as its widest cell among the lines, one after the other,
 * that have it. What follows a line's last tab is in no column.
 * @see Go's text/tabwriter, whose rules these are
 */
export function alignTabs(text: string, { minWidth, padding }: TabRules): string {
  const lines = text.split('\n').map((line) => line.split('\t'));
  const widths = lines.map((cells) => cells.map(() => 0));
  const columns = Math.max(...lines.map((cells) => cells.length)) - 1;
  for (let column = 0; column < columns; column += 1) {
    for (let start = 0; start < lines.length; start += 1) {
      if (!hasColumn(lines[start], column)) continue;
      let end = start;
      let width = minWidth;
      while (end < lines.length && hasColumn(lines[end], column)) {
        width = Math.max(width, lengthOf(lines[end]?.[column] ?? '') + padding);
        end += 1;
      }
      for (let index = start; index < end; index += 1) (widths[index] ?? [])[column] = width;
      start = end;
    }
  }
  return lines
    .map((cells, index) =>
      cells
        .map((cell, column) =>
          column === cells.length - 1
            ? cell
            : cell + ' '.repeat(Math.max(0, (widths[index]?.[column] ?? 0) - lengthOf(cell))),
        )
        .join(''),
    )
    .join('\n');
}

function hasColumn(cells: readonly string[] | undefined, column: number): boolean {
  return cells !== undefined && column < cells.length - 1;
}

function lengthOf(text: string): number {
  return Array.from(text).length;
}
