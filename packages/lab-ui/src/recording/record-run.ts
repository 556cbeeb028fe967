import { type Clock, deepEqual, encodeUtf8 } from '@podlab/apimachinery';
import { createKubeClient, type KubeClient } from '@podlab/kube-client';
import { createKubectl, loadCommands, splitCommandLine } from '@podlab/kubectl';
import { createEmbeddedCluster, createEmbeddedTransport, createRunToIdlePacer } from '@podlab/simulator';
import type { ClusterPicture } from '../picture/cluster-picture.ts';
import type { RecordedCommand, Recording, RunScript } from './recording.ts';
import { takePicture } from './take-picture.ts';

export interface RecordRunOptions {
  readonly signal: AbortSignal;
  /** Resolves after the host has run everything that was ready: `setImmediate` in Node, a MessageChannel in a page. */
  readonly yieldToHost: () => Promise<void>;
}

/** A script that could not be run, in words for the reader: what kubectl said. */
export class RunError extends Error {
  readonly code = 'COMMAND_FAILED';

  constructor(
    readonly line: string,
    readonly exitCode: number,
    readonly stderr: string,
  ) {
    super(`${line}: exit code ${exitCode}: ${stderr.trim()}`);
    this.name = 'RunError';
  }
}

/** Often enough for every state that a reader could see. */
const sampleMs = 200;
/** So long the cluster has for itself before the manifest comes. */
const settleMs = 20_000;
const startTimeMs = 1_767_225_600_000;

/**
 * Runs a script on an embedded cluster of its own, as fast as it can be computed, and pictures what happens in the
 * namespace `default`. The same script gives the same recording.
 * @throws RunError when the manifest is refused; a later command that fails is part of the recording
 * @throws the signal's reason when aborted
 */
export async function recordRun(script: RunScript, { signal, yieldToHost }: RecordRunOptions): Promise<Recording> {
  await loadCommands();
  const workers = Array.from({ length: script.workers ?? 2 }, (_, i) => ({
    name: i === 0 ? 'podlab-worker' : `podlab-worker${i + 1}`,
  }));
  const cluster = createEmbeddedCluster({
    seed: script.seed ?? 'podlab',
    startTimeMs,
    nodes: [{ name: 'podlab-control-plane', role: 'control-plane' }, ...workers],
  });
  const pacer = createRunToIdlePacer(cluster, { yieldToHost });
  const transport = createEmbeddedTransport(cluster, pacer);
  const client = createKubeClient(transport);
  const { clock } = pacer;
  const namesOfPods = async () => {
    const { items } = await client.list('pods', { namespace: 'default' }, { signal });
    return items
      .filter(({ metadata }) => metadata.deletionTimestamp === undefined)
      .toSorted((a, b) => (a.metadata.creationTimestamp < b.metadata.creationTimestamp ? -1 : 1))
      .map(({ metadata }) => metadata.name);
  };
  const run = async (line: string, stdin?: string) => {
    const names = line.includes('$') ? await namesOfPods() : [];
    const typed = line.replaceAll(/\$(\d+)/g, (whole, place: string) => names[Number(place) - 1] ?? whole);
    return runKubectl(typed, { transport, clock, signal, stdin, files: script.files ?? {} });
  };
  try {
    await clock.sleep(settleMs, { signal });
    const frames = [await takePicture(client, 'default', { clock, signal })];
    const commands: RecordedCommand[] = [];
    const beginMs = clock.nowMs();
    if (script.yaml !== '') {
      const { line, exitCode, output } = await run('kubectl apply -f -', script.yaml);
      if (exitCode !== 0) throw new RunError(line, exitCode, output);
      commands.push({ atMs: clock.nowMs(), line, output });
    }
    const untilMs = beginMs + (script.seconds ?? 30) * 1000;
    const running: Promise<void>[] = [];
    const type = async (typed: string) => {
      const atMs = clock.nowMs();
      const { line, output } = await run(typed);
      commands.push({ atMs, line, output });
    };
    let due = [...(script.commands ?? [])].toSorted((a, b) => a.at - b.at);
    while (clock.nowMs() < untilMs) {
      const [next] = due;
      if (next && beginMs + next.at * 1000 <= clock.nowMs()) {
        due = due.slice(1);
        running.push(type(next.run));
      } else {
        await clock.sleep(sampleMs, { signal });
      }
      const picture = await takePicture(client, 'default', { clock, signal });
      if (!isSame(frames.at(-1), picture)) frames.push(picture);
    }
    await Promise.all(running);
    return { script, frames, commands: commands.toSorted((a, b) => a.atMs - b.atMs), untilMs };
  } finally {
    await pacer.stop();
    await transport.close();
  }
}

async function runKubectl(
  line: string,
  at: {
    readonly transport: KubeClient['transport'];
    readonly clock: Clock;
    readonly signal: AbortSignal;
    readonly stdin: string | undefined;
    readonly files: Readonly<Record<string, string>>;
  },
) {
  let output = '';
  const { transport, clock, signal, stdin, files } = at;
  const kubectl = createKubectl({
    transport,
    clock,
    namespace: 'default',
    readFile: async (path) => files[path],
    stdout: (text) => (output += text),
    stderr: (text) => (output += text),
    ...(stdin !== undefined && { stdin: only(encodeUtf8(stdin)) }),
  });
  const [, ...argv] = splitCommandLine(line);
  return { line, exitCode: await kubectl.run(argv, { signal }), output };
}

async function* only(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  yield bytes;
}

function isSame(before: ClusterPicture | undefined, after: ClusterPicture): boolean {
  return before !== undefined && deepEqual({ ...before, atMs: after.atMs }, after);
}
