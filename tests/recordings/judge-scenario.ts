import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { clients } from '../kubectl/client.ts';
import { compareRun } from './compare/compare-run.ts';
import type { Difference } from './compare/difference.ts';
import { explain, type KnownDifference, neededIgnored, seedsOf, withoutIgnored } from './compare/known-differences.ts';
import { readRun } from './compare/read-run.ts';
import { playScenario } from './play/play-scenario.ts';
import { readRecording, type Recording } from './recording.ts';

const folder = join(import.meta.dirname, 'data');

/** Every scenario that we hold ourselves to. */
export const scenarioNames: readonly string[] = readdirSync(folder)
  .filter((file) => file.endsWith('.jsonl'))
  .map((file) => file.replace('.jsonl', ''))
  .sort();

/** The differences that stay, for a reason. */
export const knownDifferences = JSON.parse(
  readFileSync(join(import.meta.dirname, 'known-differences.json'), 'utf8'),
) as readonly KnownDifference[];

/** What became of one scenario. */
export interface Judgement {
  /** How much agrees, in words. */
  readonly figures: string;
  readonly unexplained: readonly Difference[];
  /** The known differences that did show. */
  readonly needed: readonly KnownDifference[];
}

/** Plays a scenario and holds it against its recording. @param kubectl path of a kubectl 1.36 */
export async function judgeScenario(
  name: string,
  kubectl: string,
  known: readonly KnownDifference[],
): Promise<Judgement> {
  const recording = readRecording(join(folder, `${name}.jsonl`));
  let best: Judgement | undefined;
  for (const seed of seedsOf(known, name)) {
    const judgement = await judgePlaying(recording, kubectl, known, seed);
    if (!best || judgement.unexplained.length < best.unexplained.length) best = judgement;
    if (best.unexplained.length === 0) break;
  }
  if (!best) throw new Error(`${name} has no seed to be played with`);
  return best;
}

async function judgePlaying(
  recording: Recording,
  kubectl: string,
  known: readonly KnownDifference[],
  seed: string,
): Promise<Judgement> {
  const { name } = recording;
  const { steps, watched } = await playScenario(recording, kubectl, seed);
  const whole = readRun(steps, watched);
  const runs = recording.runs.map((run) => withoutIgnored(run, known, name));
  const comparison = compareRun(recording.scenario.steps, runs, withoutIgnored(whole, known, name));
  const { unexplained, used } = explain(comparison, known, name);
  const { outputs, states, events } = comparison;
  return {
    figures: `${name}: outputs ${outputs.agree}/${outputs.must}, states ${states.agree}/${states.must} (+${states.extra}), events ${events.agree}/${events.must} (+${events.extra})`,
    unexplained,
    needed: [...used, ...neededIgnored(recording, whole, known)],
  };
}

/** A difference as text of several lines, but not of all. */
export function tell({ kind, where, lines }: Difference): string {
  const shown = lines.slice(0, linesTold).map((line) => `    ${line}`);
  const left = lines.length > linesTold ? [`    and ${lines.length - linesTold} more`] : [];
  return [`${kind} ${where}`, ...shown, ...left].join('\n');
}

const linesTold = 16;

/** The path of the suite's own kubectl 1.36, or else of the machine's when it is of that release. */
export function findKubectl(): string | undefined {
  const built = clients.find(({ minor, isThere }) => minor === '1.36' && isThere);
  if (built) return built.path;
  const path = (process.env['PATH'] ?? '')
    .split(':')
    .map((place) => join(place, 'kubectl'))
    .find((candidate) => existsSync(candidate));
  if (path === undefined) return undefined;
  const { stdout } = spawnSync(path, ['version', '--client', '-o', 'json'], { encoding: 'utf8' });
  return stdout.includes('"gitVersion": "v1.36.') ? path : undefined;
}
