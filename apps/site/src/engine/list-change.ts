/** A list as against another one, in order: so many items of that one from an index on, or new items. */
export type ListChange<T> = readonly (
  | { readonly from: number; readonly count: number }
  | { readonly items: readonly T[] }
)[];

/** What makes `now` of `before`. An item is known again by being the same object. */
export function listChange<T extends object>(before: readonly T[], now: readonly T[]): ListChange<T> {
  const indexOf = new Map(before.map((item, index) => [item, index]));
  const change: ({ from: number; count: number } | { items: T[] })[] = [];
  for (const item of now) {
    const index = indexOf.get(item);
    const last = change.at(-1);
    if (index === undefined) {
      if (last && 'items' in last) last.items.push(item);
      else change.push({ items: [item] });
    } else if (last && 'from' in last && last.from + last.count === index) last.count += 1;
    else change.push({ from: index, count: 1 });
  }
  return change;
}

export function applyListChange<T>(before: readonly T[], change: ListChange<T>): readonly T[] {
  return change.flatMap((part) => ('items' in part ? part.items : before.slice(part.from, part.from + part.count)));
}
