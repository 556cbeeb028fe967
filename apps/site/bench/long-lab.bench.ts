/**
 * A lab that runs long, played in this process: fifty Pods are replaced again and again, and each time should cost the
 * same. What it costs at the end against the beginning tells whether anything is worked out from the beginning of the
 * record; the memory, what the record and the grader keep of a Pod that is gone.
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { StartMessage, ToPage } from '../src/engine/protocol.ts';
import type { RunKeeper } from '../src/engine/record/run-keeper.ts';
import { readLab } from '../src/engine/testing/read-lab.ts';
import { LabPlayer } from '../src/engine/worker/player.ts';
import { workerHost } from '../src/engine/worker/worker-host.ts';

const rounds = 15;
const replicas = 50;
/** The first round also gets to know the code. */
const early = [1, 2, 3];
const late = [12, 13, 14];

void measure();

async function measure(): Promise<void> {
  const player = await openPlayer();
  const run = (line: string) => player.desk.run(1, line);
  await run(`kubectl create deployment churn --image=nginx:1.29 --replicas=${replicas}`);
  await run('kubectl rollout status deployment churn');
  await player.setRate(16);
  const cpuMs: number[] = [];
  const heapBytes: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const before = process.cpuUsage();
    await run('kubectl rollout restart deployment churn');
    await run('kubectl rollout status deployment churn');
    await run('kubectl get pods');
    const { user, system } = process.cpuUsage(before);
    cpuMs.push((user + system) / 1000);
    heapBytes.push(heapAfterCollection());
  }
  const begin = mean(early.map((round) => cpuMs[round]));
  const end = mean(late.map((round) => cpuMs[round]));
  const grown = mean(late.map((round) => heapBytes[round])) - mean(early.map((round) => heapBytes[round]));
  const between = mean(late) - mean(early);
  print(`long lab: CPU while ${replicas} Pods are replaced, at the beginning`, begin, 'ms');
  print(`long lab: the same after ${(rounds - 1) * replicas} Pods, as a ratio`, end / begin, 'times', 1.5);
  print('long lab: heap for each Pod that was replaced', grown / between / replicas / 1000, 'KB');
  process.exit();
}

async function openPlayer(): Promise<LabPlayer> {
  const start: StartMessage & { readonly lab: Awaited<ReturnType<typeof readLab>> } = {
    type: 'start',
    lab: await readLab('replaced-not-restarted'),
    build: 'bench',
    seed: 'bench',
    tab: 'bench',
    shared: undefined,
    isRecovery: false,
    isAnew: false,
    keep: { where: 'browser' },
  };
  const nothing = () => undefined;
  /** The browser's storage holds what it is given outside of the heap. */
  const keeper: RunKeeper = {
    load: async () => undefined,
    begin: nothing,
    addJournal: nothing,
    addHistory: nothing,
    put: nothing,
    flush: nothing,
    close: nothing,
  };
  const send = (message: ToPage) => {
    if (message.type === 'state') queueMicrotask(() => player.seen());
  };
  const player: LabPlayer = new LabPlayer({ start, host: workerHost(), keeper, send });
  await player.begin();
  await player.desk.openTerminal(1);
  return player;
}

function heapAfterCollection(): number {
  setFlagsFromString('--expose_gc');
  (runInNewContext('gc') as () => void)();
  return process.memoryUsage().heapUsed;
}

function mean(values: readonly (number | undefined)[]): number {
  return values.reduce<number>((sum, value) => sum + (value ?? Number.NaN), 0) / values.length;
}

function print(name: string, value: number, unit: string, budget?: number): void {
  console.log(JSON.stringify({ name, value: Math.round(value * 100) / 100, unit, budget }));
}
