/** What was done to a line: kept, removed from the first text, or added by the second. */
export interface LineEdit {
  readonly kind: ' ' | '-' | '+';
  readonly line: string;
  /** Index in the first and in the second text (of the next line there, for the side it is not in). */
  readonly first: number;
  readonly second: number;
}

/** The shortest way from one list of lines to another. @param key what of a line is compared */
export function differingLines(
  first: readonly string[],
  second: readonly string[],
  key: (line: string) => string,
): LineEdit[] {
  const a = first.map(key);
  const b = second.map(key);
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end += 1;
  const edits: LineEdit[] = [];
  for (let i = 0; i < start; i += 1) edits.push({ kind: ' ', line: first[i] ?? '', first: i, second: i });
  const lengths = commonLengths(a.slice(start, a.length - end), b.slice(start, b.length - end));
  let [i, j] = [0, 0];
  const [rows, columns] = [a.length - start - end, b.length - start - end];
  while (i < rows || j < columns) {
    const [x, y] = [start + i, start + j];
    if (i < rows && j < columns && a[x] === b[y]) {
      edits.push({ kind: ' ', line: first[x] ?? '', first: x, second: y });
      i += 1;
      j += 1;
    } else if (i < rows && (j >= columns || (lengths[i + 1]?.[j] ?? 0) >= (lengths[i]?.[j + 1] ?? 0))) {
      edits.push({ kind: '-', line: first[x] ?? '', first: x, second: y });
      i += 1;
    } else {
      edits.push({ kind: '+', line: second[y] ?? '', first: x, second: y });
      j += 1;
    }
  }
  for (let k = end; k > 0; k -= 1) {
    const x = a.length - k;
    edits.push({ kind: ' ', line: first[x] ?? '', first: x, second: b.length - k });
  }
  return edits;
}

/** For each pair of places, how many lines the rests have in common. */
function commonLengths(a: readonly string[], b: readonly string[]): Uint32Array[] {
  const table = Array.from({ length: a.length + 1 }, () => new Uint32Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; i -= 1) {
    const row = table[i] as Uint32Array;
    const below = table[i + 1] as Uint32Array;
    for (let j = b.length - 1; j >= 0; j -= 1) {
      row[j] = a[i] === b[j] ? (below[j + 1] ?? 0) + 1 : Math.max(below[j] ?? 0, row[j + 1] ?? 0);
    }
  }
  return table;
}
