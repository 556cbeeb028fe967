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
  const order = inOrder(steps, sets);
  for (let at = 0; at < order.steps.length; at += 1) {
    if (holdsAddress(order.steps[at] as string, order.sets[at] as FieldSet)) return make(place, order);
  }
  const path = follow(root, order.steps, order.sets);
  const known = place ? path.withPlace : path.withoutPlace;
  if (known) return known;
  const set = make(place, order);
  if (place) path.withPlace = set;
  else path.withoutPlace = set;
  return set;
}

/**
 * Whether a step leads to an address of a Pod or its node. What no other Pod has is not kept among the shared sets: it
 * would fill the table with what is never asked for again.
 */
function holdsAddress(step: string, set: FieldSet): boolean {
  if (step === 'f:status') return 'f:podIPs' in set || 'f:hostIPs' in set;
  return step === 'f:podIPs' || step === 'f:hostIPs' || step.startsWith('k:{"ip":');
}

interface Children {
  readonly steps: readonly string[];
  readonly sets: readonly FieldSet[];
}

function inOrder(steps: readonly string[], sets: readonly FieldSet[]): Children {
  let from = 1;
  while (from < steps.length && (steps[from - 1] as string) <= (steps[from] as string)) from += 1;
  if (from >= steps.length) return { steps, sets };
  const sortedSteps = steps.slice();
  const sortedSets = sets.slice();
  // By insertion: there are a dozen children, and nearly all are where they belong.
  for (; from < sortedSteps.length; from += 1) {
    const step = sortedSteps[from] as string;
    const set = sortedSets[from] as FieldSet;
    let to = from;
    for (; to > 0 && (sortedSteps[to - 1] as string) > step; to -= 1) {
      sortedSteps[to] = sortedSteps[to - 1] as string;
      sortedSets[to] = sortedSets[to - 1] as FieldSet;
    }
    sortedSteps[to] = step;
    sortedSets[to] = set;
  }
  return { steps: sortedSteps, sets: sortedSets };
}

function make(place: FieldSet | undefined, { steps, sets }: Children): FieldSet {
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
