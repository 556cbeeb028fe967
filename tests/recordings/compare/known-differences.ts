import type { Recording, Run } from '../recording.ts';
import type { Comparison } from './compare-run.ts';
import type { Difference } from './difference.ts';

/** A difference that stays, for a reason that the fidelity ledger gives. */
export interface KnownDifference {
  /** The id in `docs/contributing/fidelity.md`. */
  readonly id: string;
  /** Why, in a sentence. */
  readonly reason: string;
  /** Scenarios it may show in; default all. */
  readonly scenarios?: readonly string[];
  /** Lines of states that are not compared; a regular expression. */
  readonly ignoring?: string;
  /** The difference's kind and place, such as `output step 3: kubectl get …`; a regular expression. */
  readonly where?: string;
  /** With `where`: each line of the difference must match; a regular expression. Default: any. */
  readonly lines?: string;
  /** Whether chance decides if it shows: it need not. Default: no. */
  readonly chance?: boolean;
  /**
   * Instead of `where`: chance decides which way the whole scenario goes. Seeds to play it with, until one goes the way
   * of the real cluster; the one known to do so comes first.
   */
  readonly seeds?: readonly string[];
}

/** What is known not to be compared, taken out of a run. */
export function withoutIgnored(run: Run, known: readonly KnownDifference[], scenario: string): Run {
  const patterns = known.filter((entry) => concerns(entry, scenario)).flatMap(({ ignoring }) => ignoring ?? []);
  if (patterns.length === 0) return run;
  const ignored = new RegExp(patterns.join('|'));
  return {
    ...run,
    objects: run.objects.map((object) => ({
      ...object,
      states: object.states
        .map((state) => ({ ...state, lines: state.lines.filter((line) => !ignored.test(line)) }))
        .filter((state, index, all) => state.lines.join('\n') !== all[index - 1]?.lines.join('\n')),
    })),
  };
}

/** Splits the differences into those that nobody explained, and the entries that explained one. */
export function explain(
  { differences }: Comparison,
  known: readonly KnownDifference[],
  scenario: string,
): { readonly unexplained: readonly Difference[]; readonly used: ReadonlySet<KnownDifference> } {
  const used = new Set<KnownDifference>();
  const unexplained = differences.filter((difference) => {
    const entry = known.find((one) => concerns(one, scenario) && explains(one, difference));
    if (entry) used.add(entry);
    return !entry;
  });
  return { unexplained, used };
}

/** Entries of lines to ignore that are needed: without them this playing would differ. */
export function neededIgnored(
  { name, runs }: Recording,
  here: Run,
  known: readonly KnownDifference[],
): KnownDifference[] {
  return known.filter(({ ignoring, ...entry }) => {
    if (ignoring === undefined || !concerns(entry, name)) return false;
    const pattern = new RegExp(ignoring);
    const linesOf = (run: Run) =>
      new Set(
        run.objects.flatMap(({ group, states }) =>
          states.flatMap(({ lines }) => lines.filter((line) => pattern.test(line)).map((line) => `${group} ${line}`)),
        ),
      );
    const mine = linesOf(here);
    return !runs.some((run) => {
      const real = linesOf(run);
      return real.size === mine.size && [...real].every((line) => mine.has(line));
    });
  });
}

/** What to play a scenario with, one after the other: its own name, unless chance decides. */
export function seedsOf(known: readonly KnownDifference[], scenario: string): readonly string[] {
  return known.find((entry) => entry.seeds && concerns(entry, scenario))?.seeds ?? [scenario];
}

function concerns({ scenarios }: Pick<KnownDifference, 'scenarios'>, scenario: string): boolean {
  return scenarios === undefined || scenarios.includes(scenario);
}

function explains({ where, lines }: KnownDifference, difference: Difference): boolean {
  if (where === undefined || !new RegExp(where).test(`${difference.kind} ${difference.where}`)) return false;
  return lines === undefined || difference.lines.every((line) => new RegExp(lines).test(line));
}
