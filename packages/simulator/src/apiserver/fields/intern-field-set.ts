import type { FieldSet } from './field-set.ts';

/**
 * Finds the node with these children among those made before, or makes it. Pods of one template have the same fields,
 * and so have all Events: what they have in `managedFields` is held once.
 * @param place what stands below `.` when the place itself belongs to the set
 * @param steps at least one, in any order
 * @param sets below each step
 */
export function internFieldSet(
  place: FieldSet | undefined,
  steps: readonly string[],
  sets: readonly FieldSet[],
): FieldSet {
  const path = follow(root, steps, sets);
  const known = place ? path.withPlace : path.withoutPlace;
  if (known) return known;
  const set = inOrder(place, steps, sets);
  if (place) path.withPlace = set;
  else path.withoutPlace = set;
  return set;
}

/** Makes the node, unless its children have been given in their order before. */
function inOrder(place: FieldSet | undefined, steps: readonly string[], sets: readonly FieldSet[]): FieldSet {
  const sortedSteps = steps.slice();
  const sortedSets = sets.slice();
  let isSorted = true;
  // By insertion: there are a dozen children, and nearly all are where they belong.
  for (let from = 1; from < sortedSteps.length; from += 1) {
    const step = sortedSteps[from] as string;
    const set = sortedSets[from] as FieldSet;
    let to = from;
    for (; to > 0 && (sortedSteps[to - 1] as string) > step; to -= 1) {
      sortedSteps[to] = sortedSteps[to - 1] as string;
      sortedSets[to] = sortedSets[to - 1] as FieldSet;
    }
    if (to === from) continue;
    isSorted = false;
    sortedSteps[to] = step;
    sortedSets[to] = set;
  }
  if (!isSorted) return internFieldSet(place, sortedSteps, sortedSets);
  const made: Record<string, FieldSet> = place ? { '.': place } : {};
  for (let at = 0; at < steps.length; at += 1) made[steps[at] as string] = sets[at] as FieldSet;
  return Object.freeze(made);
}

/** The children so far. Each further one leads on, by its step and its set. */
interface Path {
  readonly next: Map<string, Map<FieldSet, Path>>;
  withPlace: FieldSet | undefined;
  withoutPlace: FieldSet | undefined;
}

/** Some steps hold an address or a UID and never come again: when so many paths are known, all are forgotten. */
const mostPaths = 1_000;
let root = newPath();
let paths = 0;

function newPath(): Path {
  return { next: new Map(), withPlace: undefined, withoutPlace: undefined };
}

function follow(from: Path, steps: readonly string[], sets: readonly FieldSet[]): Path {
  let path = from;
  for (let at = 0; at < steps.length; at += 1) {
    const step = steps[at] as string;
    const set = sets[at] as FieldSet;
    let bySet = path.next.get(step);
    if (!bySet) path.next.set(step, (bySet = new Map()));
    let next = bySet.get(set);
    if (!next) {
      bySet.set(set, (next = newPath()));
      paths += 1;
    }
    path = next;
  }
  if (paths > mostPaths) {
    root = newPath();
    paths = 0;
  }
  return path;
}
