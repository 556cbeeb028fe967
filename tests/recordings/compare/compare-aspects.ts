import type { ObjectHistory } from '../recording.ts';
import type { Agreement } from './compare-objects.ts';
import type { Difference } from './difference.ts';
import { longestCommon } from './longest-common.ts';

/**
 * Compares what several controllers write into one object, field by field: each field's values come in their order, but
 * which of two fields moves first is a matter of who looked when. A count stays in its bounds and ends where it must.
 */
export function compareAspects(
  group: string,
  real: readonly ObjectHistory[],
  mine: ObjectHistory,
): { readonly states: Agreement; readonly differences: readonly Difference[] } {
  const [first = new Map<string, string[]>(), second = first] = real.map(aspectsOf);
  const here = aspectsOf(mine);
  const differences: Difference[] = [];
  let [must, agree, extra] = [0, 0, 0];
  for (const aspect of new Set([...first.keys(), ...second.keys(), ...here.keys()])) {
    const runs = [first.get(aspect) ?? [absent], second.get(aspect) ?? [absent]];
    const values = here.get(aspect) ?? [absent];
    const { always, missing, tooMany } = [...runs.flat(), ...values].every(isCount)
      ? compareCounts(runs, values)
      : compareValues(runs, values);
    must += always;
    agree += always - missing.length;
    extra += tooMany.length;
    if (missing.length + tooMany.length === 0) continue;
    const lines = [...missing.map((value) => `- ${value}`), ...tooMany.map((value) => `+ ${value}`)];
    differences.push({ kind: 'object', where: `${group}, ${aspect}`, lines });
  }
  return { states: { must, agree, extra }, differences };
}

interface ComparedAspect {
  /** How many values there must be. */
  readonly always: number;
  readonly missing: readonly string[];
  readonly tooMany: readonly string[];
}

const absent = '(none)';

function isCount(value: string): boolean {
  return value === absent || /^\d+$/.test(value);
}

function compareCounts(runs: readonly string[][], here: readonly string[]): ComparedAspect {
  const count = (value: string | undefined) => (value === undefined || value === absent ? 0 : Number(value));
  const all = runs.flat().map(count);
  const tooMany = here.filter((value) => count(value) < Math.min(...all) || count(value) > Math.max(...all));
  const ends = runs.map((values) => count(values.at(-1)));
  const endsWell = ends.includes(count(here.at(-1)));
  return { always: 1, missing: endsWell ? [] : [`ends with ${ends[0]}, not ${count(here.at(-1))}`], tooMany };
}

function compareValues([first = [], second = []]: readonly string[][], here: readonly string[]): ComparedAspect {
  const always = longestCommon(first, second).map(([i]) => first[i] ?? '');
  const found = new Set(longestCommon(always, here).map(([i]) => i));
  const allowed = new Set([first, second].flatMap((values) => longestCommon(values, here).map(([, j]) => j)));
  return {
    always: always.length,
    missing: always.filter((_, index) => !found.has(index)),
    tooMany: here.filter((_, index) => !allowed.has(index)),
  };
}

/** Each field's distinct values in order. */
function aspectsOf({ states }: ObjectHistory): Map<string, string[]> {
  const each = states.map(({ lines }) => valuesOf(lines));
  const names = new Set(each.flatMap((values) => [...values.keys()]));
  return new Map(
    [...names].map((name) => {
      const values = each.map((state) => state.get(name) ?? absent);
      return [name, values.filter((value, index) => value !== values[index - 1])];
    }),
  );
}

function valuesOf(lines: readonly string[]): Map<string, string> {
  const values = new Map<string, string>();
  for (const line of lines) {
    const [, name = line, value = ''] =
      /^(condition \w+)=(.*)$/.exec(line) ?? /^(endpoint|taint) (.*)$/.exec(line) ?? /^(.*?): (.*)$/.exec(line) ?? [];
    const before = values.get(name);
    values.set(name, before === undefined ? value : `${before} and ${value}`);
  }
  return values;
}
