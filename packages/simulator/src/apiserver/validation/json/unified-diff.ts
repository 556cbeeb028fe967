const contextLines = 3;

interface Change {
  readonly fromStart: number;
  readonly fromEnd: number;
  readonly toStart: number;
  readonly toEnd: number;
}

/**
 * The difference of two texts in unified form, without file names; empty when they are the same.
 * Each part shows three lines around what changed.
 */
export function unifiedDiff(from: string, to: string): string {
  const before = from.split('\n');
  const after = to.split('\n');
  return groupChanges(changesBetween(before, after))
    .map((group) => formatPart(group, before, after))
    .join('');
}

function changesBetween(before: readonly string[], after: readonly string[]): Change[] {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start += 1;
  let end = 0;
  while (
    end < before.length - start &&
    end < after.length - start &&
    before[before.length - 1 - end] === after[after.length - 1 - end]
  ) {
    end += 1;
  }
  const lengths = commonLengths(before.slice(start, before.length - end), after.slice(start, after.length - end));
  return walk(lengths, before, after, start);
}

/** Lengths of the longest common subsequences of all tails. */
function commonLengths(before: readonly string[], after: readonly string[]): Uint32Array[] {
  const rows = Array.from({ length: before.length + 1 }, () => new Uint32Array(after.length + 1));
  for (let i = before.length - 1; i >= 0; i -= 1) {
    const row = rows[i] as Uint32Array;
    const below = rows[i + 1] as Uint32Array;
    for (let j = after.length - 1; j >= 0; j -= 1) {
      row[j] = before[i] === after[j] ? (below[j + 1] ?? 0) + 1 : Math.max(below[j] ?? 0, row[j + 1] ?? 0);
    }
  }
  return rows;
}

function walk(lengths: readonly Uint32Array[], before: readonly string[], after: readonly string[], offset: number) {
  const changes: Change[] = [];
  const height = lengths.length - 1;
  const width = (lengths[0]?.length ?? 1) - 1;
  let i = 0;
  let j = 0;
  while (i < height || j < width) {
    const [fromStart, toStart] = [i, j];
    while ((i < height || j < width) && !(i < height && j < width && before[offset + i] === after[offset + j])) {
      const down = i < height ? (lengths[i + 1]?.[j] ?? 0) : -1;
      const right = j < width ? (lengths[i]?.[j + 1] ?? 0) : -1;
      if (down >= right) i += 1;
      else j += 1;
    }
    if (i > fromStart || j > toStart) {
      changes.push({
        fromStart: offset + fromStart,
        fromEnd: offset + i,
        toStart: offset + toStart,
        toEnd: offset + j,
      });
    }
    while (i < height && j < width && before[offset + i] === after[offset + j]) {
      i += 1;
      j += 1;
    }
  }
  return changes;
}

/** Changes whose surroundings meet are shown together. */
function groupChanges(changes: readonly Change[]): Change[][] {
  const groups: Change[][] = [];
  for (const change of changes) {
    const previous = groups.at(-1)?.at(-1);
    if (previous && change.fromStart - previous.fromEnd <= 2 * contextLines) groups.at(-1)?.push(change);
    else groups.push([change]);
  }
  return groups;
}

function formatPart(changes: readonly Change[], before: readonly string[], after: readonly string[]): string {
  const first = changes[0] as Change;
  const last = changes.at(-1) as Change;
  const start = Math.max(0, first.fromStart - contextLines);
  const end = Math.min(before.length, last.fromEnd + contextLines);
  const toStart = first.toStart - (first.fromStart - start);
  const toEnd = last.toEnd + (end - last.fromEnd);
  const lines: string[] = [];
  let position = start;
  for (const change of changes) {
    lines.push(...before.slice(position, change.fromStart).map((line) => ` ${line}`));
    lines.push(...before.slice(change.fromStart, change.fromEnd).map((line) => `-${line}`));
    lines.push(...after.slice(change.toStart, change.toEnd).map((line) => `+${line}`));
    position = change.fromEnd;
  }
  lines.push(...before.slice(position, end).map((line) => ` ${line}`));
  const header = `@@ -${range(start, end)} +${range(toStart, toEnd)} @@`;
  return `${[header, ...lines].join('\n')}\n`;
}

function range(start: number, end: number): string {
  const length = end - start;
  if (length === 1) return String(start + 1);
  return `${length === 0 ? start : start + 1},${length}`;
}
