import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock } from '@podlab/apimachinery';
import type { PlayedStep, WatchLine } from '../compare/read-run.ts';
import type { Recording, ScenarioStep } from '../recording.ts';
import { waitUntilIdle } from './idle.ts';
import { openStage, type Stage } from './stage.ts';
import { openVirtualShell, type ShellResult, type Sleeper, type VirtualShell } from './virtual-shell.ts';

/** What was played, as the recorder writes it. */
export interface Played {
  readonly steps: readonly PlayedStep[];
  readonly watched: readonly WatchLine[];
}

/** As on the real cluster: what one kubectl takes before its first request reaches the API server, and after its last. */
const kubectlStartMs = 50;
const kubectlEndMs = 10;
/** Verbs whose kubectl is done as soon as it is answered: what it takes, it takes before it asks. */
const asksOnce =
  /^kubectl (apply|create|get|describe|label|annotate|patch|scale|set|run|expose|debug|logs|events) [^|;&]*$/;
const waitsForMore = / (-w|--watch|--follow|--attach|--wait|-it?)\b|logs .*-f\b/;
/** Until a new namespace has what belongs into it. */
const namespaceMs = 1_000;
/** A client that waits for the cluster gets at most so much of it before it is looked at again. */
const waitMs = 250;
const clock = systemClock();

/**
 * Plays a scenario on a new embedded cluster with stock kubectl, on the cluster's own clock: it stands still while a
 * program computes, and jumps while all of them wait. A step takes at least as long as it took on the real cluster. A
 * kubectl that waits for longer than the real one did, or for a time of its own, waits by the machine's clock.
 * @param kubectl path of the program
 * @param seed where the cluster has its chance from
 */
export async function playScenario({ scenario, runs }: Recording, kubectl: string, seed: string): Promise<Played> {
  const stage = await openStage(seed, scenario.nodes, (scenario.beginsAtMs ?? 0) - namespaceMs);
  const shell = await openVirtualShell({
    kubectl,
    env: { KUBECONFIG: '.kubeconfig', NS: scenario.namespace },
  });
  try {
    for (const [file, text] of Object.entries(scenario.files)) writeFileSync(join(shell.folder, file), text);
    await stage.writeKubeconfig(join(shell.folder, '.kubeconfig'), scenario.namespace);
    createNamespace(stage, scenario.namespace);
    const nodes = runs.some(({ objects }) => objects.some(({ group }) => group.startsWith('nodes ')));
    const watched = stage.watch(scenario.namespace, nodes);
    pass(stage, 1_700);
    const steps: PlayedStep[] = [];
    for (const [index, step] of scenario.steps.entries()) {
      const recordedMs = Math.min(...runs.map((run) => run.steps[index]?.tookMs ?? 0));
      steps.push(await playStep(stage, shell, step, recordedMs));
    }
    pass(stage, 1_500);
    return { steps, watched };
  } finally {
    await shell.close();
    await stage.close();
  }
}

function createNamespace({ cluster }: Stage, name: string): void {
  const body = new TextEncoder().encode(JSON.stringify({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } }));
  const headers = { 'content-type': 'application/json' };
  cluster.handle({ method: 'POST', path: '/api/v1/namespaces', headers, body });
  cluster.time.runUntil(cluster.time.nowMs() + namespaceMs);
}

async function playStep(
  stage: Stage,
  shell: VirtualShell,
  step: ScenarioStep,
  recordedMs: number,
): Promise<PlayedStep> {
  if (step.sleep !== undefined) {
    pass(stage, step.sleep * 1000);
    return step;
  }
  const startMs = stage.cluster.time.nowMs();
  const line = step.run ?? step.until ?? '';
  const result = await runOnClusterTime(stage, shell, line, recordedMs);
  const tookMs = stage.cluster.time.nowMs() - startMs;
  if (step.run !== undefined) pass(stage, recordedMs - tookMs);
  return step.run === undefined ? { ...step, tookMs, exitCode: result.exitCode } : { ...step, tookMs, ...result };
}

async function runOnClusterTime(
  stage: Stage,
  shell: VirtualShell,
  line: string,
  recordedMs: number,
): Promise<ShellResult> {
  const { time } = stage.cluster;
  const startMs = time.nowMs();
  // One that gave up did so by its own clock.
  const [, timeout = Infinity] = /--timeout=(\d+)s/.exec(line) ?? [];
  const jumpsUntilMs = recordedMs >= Number(timeout) * 1_000 ? recordedMs : recordedMs * 1.1 + 1_500;
  const isOneQuestion = asksOnce.test(line) && !waitsForMore.test(line);
  const pace = createPace(stage, startMs + Math.ceil(jumpsUntilMs));
  let result: ShellResult | undefined;
  let failure: unknown;
  let sleepers: (Sleeper & { readonly dueMs: number })[] = [];
  shell.run(line, isOneQuestion ? Math.max(kubectlStartMs, recordedMs - kubectlEndMs) : kubectlStartMs).then(
    (ended) => (result = ended),
    (error: unknown) => (failure = error),
  );
  const isOver = () => result !== undefined || failure !== undefined;
  const seen = () => stage.activity() + shell.signs() + Number(isOver());
  let told = -1;
  while (!isOver()) {
    told = await waitUntilIdle(shell.runningKubectls, seen, told);
    if (isOver()) break;
    sleepers.push(
      ...shell.takeSleepers().map((sleeper) => ({ ...sleeper, dueMs: time.nowMs() + Math.ceil(sleeper.forMs) })),
    );
    const nextMs = Math.min(...sleepers.map(({ dueMs }) => dueMs), Number.POSITIVE_INFINITY);
    const mayWaitUntilMs = pace();
    if (shell.runningKubectls().length > 0) advance(stage, Math.min(nextMs, time.nowMs() + waitMs, mayWaitUntilMs));
    else if (nextMs < Number.POSITIVE_INFINITY) advance(stage, nextMs);
    const nowMs = time.nowMs();
    for (const sleeper of sleepers.filter(({ dueMs }) => dueMs <= nowMs)) sleeper.wake();
    sleepers = sleepers.filter(({ dueMs }) => dueMs > nowMs);
  }
  if (failure !== undefined) throw failure;
  if (result === undefined) throw new Error(`${line} did not end`);
  return result;
}

/**
 * How far the cluster's time may go while kubectls wait. For the cluster, on a stream: until what they wait for comes, or
 * for as long as the real one waited. Else for a clock, which is the machine's: as far as that has gone since they fell
 * silent, however long it took to see that they have.
 */
function createPace({ cluster: { time }, activity, activityAtMs, openStreams }: Stage, jumpsUntilMs: number) {
  const startedMs = clock.nowMs();
  let seen = -1;
  let silentSince = { machineMs: startedMs, clusterMs: time.nowMs() };
  return (): number => {
    if (activity() !== seen) silentSince = { machineMs: Math.max(startedMs, activityAtMs()), clusterMs: time.nowMs() };
    seen = activity();
    const sleptUntilMs = silentSince.clusterMs + Math.floor(clock.nowMs() - silentSince.machineMs);
    return openStreams() > 0 ? Math.max(jumpsUntilMs, sleptUntilMs) : sleptUntilMs;
  };
}

/** Lets time pass until then, or until the cluster has sent something to a client. */
function advance({ cluster: { time }, activity }: Stage, untilMs: number): void {
  const before = activity();
  while (time.nowMs() < untilMs && activity() === before) time.runUntil(Math.min(untilMs, time.nextDueMs() ?? untilMs));
}

function pass({ cluster: { time } }: Stage, ms: number): void {
  if (ms > 0) time.runUntil(time.nowMs() + Math.ceil(ms));
}
