import type { ObjectHistory, Run, State } from '../recording.ts';
import { compareAspects } from './compare-aspects.ts';
import { compareTimes } from './compare-times.ts';
import { type Difference, differingLines } from './difference.ts';
import { longestCommon } from './longest-common.ts';

/** How many states were compared, and how many of them agree. */
export interface Agreement {
  readonly must: number;
  readonly agree: number;
  readonly extra: number;
}

export interface ComparedObjects {
  readonly states: Agreement;
  readonly differences: readonly Difference[];
}

/**
 * Compares the objects of a playing with those of the real cluster: Pods state by state and in their order, others field
 * by field. What happened in each of its runs must happen, what happened in one of them may.
 */
export function compareObjects(runs: readonly Run[], here: Run): ComparedObjects {
  const groups = new Set([...runs, here].flatMap((run) => run.objects.map(({ group }) => group)));
  const compared = [...groups].sort().map((group) => compareGroup(group, runs, here));
  const total = (field: keyof Agreement) => compared.reduce((sum, { states }) => sum + states[field], 0);
  return {
    states: { must: total('must'), agree: total('agree'), extra: total('extra') },
    differences: compared.flatMap(({ differences }) => differences),
  };
}

/** Objects that share a name are told apart by what they went through. */
function compareGroup(group: string, runs: readonly Run[], here: Run): ComparedObjects {
  const inGroup = (run: Run) => run.objects.filter((object) => object.group === group);
  const [first = [], ...others] = runs.map(inGroup);
  const ours = inGroup(here);
  const counts = [first, ...others].map((objects) => objects.length);
  const differences: Difference[] = [];
  if (ours.length < Math.min(...counts) || ours.length > Math.max(...counts))
    differences.push({
      kind: 'object',
      where: group,
      lines: [`- ${[...new Set(counts)].join(' or ')} of them`, `+ ${ours.length} of them`],
    });
  const again = matchObjects(first, others[0] ?? []);
  const matched = matchObjects(first, ours);
  let [must, agree, extra] = [0, 0, 0];
  for (const [index, object] of first.entries()) {
    const real = [object, again.get(index)].filter((one) => one !== undefined);
    const mine = matched.get(index);
    const compared = compareHistories(group, real, mine);
    must += compared.states.must;
    agree += compared.states.agree;
    extra += compared.states.extra;
    differences.push(...(mine ? compared.differences : []));
  }
  return { states: { must, agree, extra }, differences };
}

function compareHistories(
  group: string,
  real: readonly ObjectHistory[],
  mine: ObjectHistory | undefined,
): ComparedObjects {
  if (!mine || group.startsWith('pods ')) return compareHistory(group, real, mine);
  return group.startsWith('fields of ') ? compareFields(group, real, mine) : compareAspects(group, real, mine);
}

/** Who manages which fields, as it was in the end: a set. */
function compareFields(group: string, real: readonly ObjectHistory[], mine: ObjectHistory): ComparedObjects {
  const linesIn = ({ states }: ObjectHistory) => new Set(states.at(-1)?.lines);
  const [first = new Set<string>(), second = first] = real.map(linesIn);
  const here = linesIn(mine);
  const always = [...first].filter((line) => second.has(line));
  const missing = always.filter((line) => !here.has(line));
  const extra = [...here].filter((line) => !first.has(line) && !second.has(line));
  const lines = [...missing.map((line) => `- ${line}`), ...extra.map((line) => `+ ${line}`)];
  return {
    states: { must: 1, agree: missing.length === 0 ? 1 : 0, extra: extra.length === 0 ? 0 : 1 },
    differences: lines.length === 0 ? [] : [{ kind: 'object', where: group, lines }],
  };
}

/** Pairs what is most alike: one after the other, then by exchanging partners as long as that helps. */
function matchObjects(objects: readonly ObjectHistory[], others: readonly ObjectHistory[]): Map<number, ObjectHistory> {
  const scores = objects.map((object) => others.map((other) => likeness(object, other)));
  const score = (i: number, j: number | undefined) => (j === undefined ? 0 : (scores[i]?.[j] ?? 0));
  const partners: (number | undefined)[] = objects.map((_, i) => (i < others.length ? i : undefined));
  for (let moved = true; moved; ) {
    moved = false;
    for (const i of partners.keys())
      for (const k of partners.keys()) {
        const [mine, theirs] = [partners[i], partners[k]];
        if (score(i, theirs) + score(k, mine) <= score(i, mine) + score(k, theirs) + 1e-9) continue;
        [partners[i], partners[k]] = [theirs, mine];
        moved = true;
      }
    for (const j of others.keys()) {
      if (partners.includes(j)) continue;
      const worst = [...partners.keys()].find((i) => score(i, j) > score(i, partners[i]) + 1e-9);
      if (worst === undefined) continue;
      partners[worst] = j;
      moved = true;
    }
  }
  const pairs = [...partners.entries()].flatMap(([i, j]) => {
    const other = j === undefined ? undefined : others[j];
    return other ? [[i, other] as const] : [];
  });
  return new Map(pairs);
}

function likeness(a: ObjectHistory, b: ObjectHistory): number {
  const states = longestCommon(keys(a.states), keys(b.states)).length;
  const lines = (object: ObjectHistory) => new Set(object.states.flatMap((state) => state.lines));
  const mine = lines(a);
  const shared = [...lines(b)].filter((line) => mine.has(line)).length;
  const apartMs = (which: number) => Math.abs((a.states.at(which)?.atMs ?? 0) - (b.states.at(which)?.atMs ?? 0));
  const apart = Math.abs(a.states.length - b.states.length) + (apartMs(0) + apartMs(-1)) / 1_000;
  return states * 10 + shared - apart;
}

function compareHistory(
  group: string,
  [first, second]: readonly (ObjectHistory | undefined)[],
  mine: ObjectHistory | undefined,
): ComparedObjects {
  const realKeys = [first, second].filter((run) => run !== undefined).map((run) => keys(run.states));
  const firstStates = first?.states ?? [];
  const always = realKeys[1]
    ? longestCommon(realKeys[0] ?? [], realKeys[1]).map(([i]) => i)
    : firstStates.map((_, index) => index);
  const states = mine?.states ?? [];
  const myKeys = keys(states);
  const mustKeys = always.map((i) => realKeys[0]?.[i] ?? '');
  const found = longestCommon(mustKeys, myKeys);
  const missing = mustKeys.map((_, index) => index).filter((index) => !found.some(([i]) => i === index));
  const allowed = new Set(realKeys.flatMap((real) => longestCommon(real, myKeys).map(([, j]) => j)));
  const extra = states.map((_, index) => index).filter((index) => !allowed.has(index));
  const differences = describeStates(
    group,
    missing.map((index) => ({ index: always[index] ?? 0, states: firstStates })),
    extra.map((index) => ({ index, states })),
  );
  const times = found.slice(1).flatMap(([i, j], index) => {
    const [before, mineBefore] = found[index] ?? [0, 0];
    const isNext = i === before + 1 && j === mineBefore + 1 && always[i] === (always[before] ?? 0) + 1;
    return isNext && mine ? compareTimes(group, [first, second], mine, [always[i] ?? 0, j]) : [];
  });
  return {
    states: { must: mustKeys.length, agree: mustKeys.length - missing.length, extra: extra.length },
    differences: [...differences, ...times],
  };
}

interface Place {
  readonly index: number;
  readonly states: readonly State[];
}

/** A state that is missing and one that is too many are told as one difference when they are alike. */
function describeStates(group: string, missing: readonly Place[], extra: readonly Place[]): Difference[] {
  const left = [...extra];
  const differences: Difference[] = [];
  for (const place of missing) {
    const candidates = left.map((other) => ({ other, lines: differingLines(linesOf(place), linesOf(other)) }));
    const best = candidates.sort((a, b) => a.lines.length - b.lines.length)[0];
    if (best && best.lines.length < linesOf(place).length) {
      left.splice(left.indexOf(best.other), 1);
      differences.push({ kind: 'object', where: `${group}, state ${place.index + 1}`, lines: best.lines });
    } else differences.push(alone('is missing', group, place, '-'));
  }
  return [...differences, ...left.map((place) => alone('is too many', group, place, '+'))];
}

/** What the state changes in the one before it. */
function alone(what: string, group: string, { index, states }: Place, sign: string): Difference {
  const before = states[index - 1]?.lines ?? [];
  const lines = differingLines(before, states[index]?.lines ?? []);
  const changes = lines.map((line) => `${sign} ${line.startsWith('+') ? 'gets' : 'loses'} ${line.slice(2)}`);
  return { kind: 'object', where: `${group}, state ${index + 1} ${what}`, lines: changes };
}

function keys(states: readonly State[]): string[] {
  return states.map(({ lines }) => lines.join('\n'));
}

function linesOf({ index, states }: Place): readonly string[] {
  return states[index]?.lines ?? [];
}
