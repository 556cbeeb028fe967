import { readFileSync, writeFileSync } from 'node:fs';

/** One step of a scenario: exactly one of `run`, `until` and `sleep`. */
export interface ScenarioStep {
  /** A shell line whose output is compared. */
  readonly run?: string;
  /** A shell line that waits; only its exit code is compared. */
  readonly until?: string;
  /** Seconds. */
  readonly sleep?: number;
}

export interface Scenario {
  readonly about: string;
  readonly nodes: 1 | 3;
  readonly namespace: string;
  /** When in a minute the first run's watches began, in milliseconds; schedules go by it. Default: at its beginning. */
  readonly beginsAtMs?: number;
  /** Manifests by name, in the folder where the shell lines run. */
  readonly files: Readonly<Record<string, string>>;
  readonly steps: readonly ScenarioStep[];
}

/** What one step answered. Texts are normalised lines. */
export interface StepAnswer {
  readonly tookMs: number;
  readonly exitCode: number;
  readonly stdout: readonly string[];
  readonly stderr: readonly string[];
}

/** A state of an object, as comparable lines, and when it came. */
export interface State {
  /** Milliseconds since the watches began. */
  readonly atMs: number;
  readonly lines: readonly string[];
}

/** One object's distinct states in order. */
export interface ObjectHistory {
  /** Resource and normalised name: `pods web-<hash>-<r>`. Several objects may share it. */
  readonly group: string;
  /** The seconds of the slowest probe, which its times may be late by. */
  readonly probePeriodSeconds: number;
  readonly states: readonly State[];
}

/** One playing of a scenario, normalised. */
export interface Run {
  readonly steps: readonly StepAnswer[];
  readonly objects: readonly ObjectHistory[];
  /** `Pod web Warning BackOff: …` and how often it was counted, over all objects of that name. */
  readonly events: Readonly<Record<string, number>>;
}

/** A scenario and what a real cluster answered, once or twice. */
export interface Recording {
  readonly name: string;
  readonly scenario: Scenario;
  readonly runs: readonly Run[];
}

/**
 * Writes a recording as JSON lines: the scenario, then the lines that states and outputs are made of, then per run its
 * steps, events and objects, which name those lines by number.
 */
export function writeRecording(path: string, { name, scenario, runs }: Recording): void {
  const numbers = new Map<string, number>();
  const numberOf = (line: string) => {
    const known = numbers.get(line) ?? numbers.size;
    numbers.set(line, known);
    return known;
  };
  const packed = runs.map(({ steps, objects, events }) => ({
    steps: steps.map(({ tookMs, exitCode, stdout, stderr }) => [
      tookMs,
      exitCode,
      stdout.map(numberOf),
      stderr.map(numberOf),
    ]),
    events: Object.entries(events).map(([event, count]) => [numberOf(event), count]),
    objects: objects.map(({ group, probePeriodSeconds, states }) => [
      group,
      probePeriodSeconds,
      states.map(({ atMs, lines }) => [atMs, ...lines.map(numberOf)]),
    ]),
  }));
  const rows = [
    { name, scenario },
    ...[...numbers.keys()],
    ...packed.flatMap(({ steps, events, objects }) => [{ steps }, { events }, ...objects]),
  ];
  writeFileSync(path, `${rows.map((row) => JSON.stringify(row)).join('\n')}\n`);
}

type PackedObject = [string, number, number[][]];
type PackedRow =
  | string
  | PackedObject
  | { readonly name: string; readonly scenario: Scenario }
  | { readonly steps: [number, number, number[], number[]][] }
  | { readonly events: [number, number][] };

/** Reads what `writeRecording` wrote. */
export function readRecording(path: string): Recording {
  const rows = readFileSync(path, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as PackedRow);
  const lines = rows.filter((row) => typeof row === 'string');
  const text = (number: number) => lines[number] ?? '';
  const runs: { steps: StepAnswer[]; events: Record<string, number>; objects: ObjectHistory[] }[] = [];
  let head: { name: string; scenario: Scenario } | undefined;
  for (const row of rows) {
    if (typeof row === 'string') continue;
    const run = runs.at(-1);
    if ('scenario' in row) head = row;
    else if ('steps' in row) {
      const steps = row.steps.map(([tookMs, exitCode, stdout, stderr]) => ({
        tookMs,
        exitCode,
        stdout: stdout.map(text),
        stderr: stderr.map(text),
      }));
      runs.push({ steps, events: {}, objects: [] });
    } else if ('events' in row) {
      for (const [event, count] of row.events) if (run) run.events[text(event)] = count;
    } else {
      const [group, probePeriodSeconds, states] = row;
      run?.objects.push({
        group,
        probePeriodSeconds,
        states: states.map(([atMs = 0, ...numbers]) => ({ atMs, lines: numbers.map(text) })),
      });
    }
  }
  if (!head) throw new Error(`${path} is not a recording: it does not begin with a scenario`);
  return { ...head, runs };
}
