import { type Clock, deepEqual, encodeUtf8, type Stored } from '@podlab/apimachinery';
import { type BuiltInName, createKubeClient, type KubeClient } from '@podlab/kube-client';
import { createKubectl, splitCommandLine } from '@podlab/kubectl';
import { createEmbeddedCluster, createEmbeddedTransport, createRunToIdlePacer } from '@podlab/simulator';
import type { ClusterPicture } from '../picture/cluster-picture.ts';
import { pictureCluster } from '../picture/picture-cluster.ts';
import type { RecordedCommand, Recording } from './recording.ts';

/** What to run: a manifest, and commands at times. */
export interface RunScript {
  /** Applied at second 0, when the cluster stands. */
  readonly yaml: string;
  readonly commands?: readonly RunCommand[];
  /** How long the run lasts, in the cluster's seconds; default 30. */
  readonly seconds?: number;
  /** How many workers stand beside the control plane; default 2. */
  readonly workers?: number;
  /** Where names and UIDs come from; default `podlab`. */
  readonly seed?: string;
}

export interface RunCommand {
  /** Seconds after the manifest was applied. */
  readonly at: number;
  /** A kubectl command that ends by itself. The run goes on meanwhile. `$1`, `$2` … stand for the names of the living Pods of the namespace `default`, oldest first. */
  readonly run: string;
}

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

const drawn: readonly BuiltInName[] = [
  'nodes',
  'pods',
  'replicasets',
  'deployments',
  'statefulsets',
  'daemonsets',
  'jobs',
  'services',
  'endpointslices',
];

/**
 * Runs a script on an embedded cluster of its own, as fast as it can be computed, and pictures what happens in the
 * namespace `default`. The same script gives the same recording.
 * @throws RunError when the manifest is refused; a later command that fails is part of the recording
 * @throws the signal's reason when aborted
 */
export async function recordRun(script: RunScript, { signal, yieldToHost }: RecordRunOptions): Promise<Recording> {
  const workers = Array.from({ length: script.workers ?? 2 }, (_, i) => ({
    name: i === 0 ? 'worker' : `worker${i + 1}`,
  }));
  const cluster = createEmbeddedCluster({
    seed: script.seed ?? 'podlab',
    startTimeMs,
    nodes: [{ name: 'control-plane', role: 'control-plane' }, ...workers],
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
    return runKubectl(typed, { transport, clock, signal, stdin });
  };
  try {
    await clock.sleep(settleMs, { signal });
    const frames = [await takePicture(client, clock, signal)];
    const applied = await run('kubectl apply -f -', script.yaml);
    if (applied.exitCode !== 0) throw new RunError(applied.line, applied.exitCode, applied.output);
    const beginMs = clock.nowMs();
    const commands: RecordedCommand[] = [{ atMs: beginMs, line: applied.line, output: applied.output }];
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
      const picture = await takePicture(client, clock, signal);
      if (!isSame(frames.at(-1), picture)) frames.push(picture);
    }
    await Promise.all(running);
    return { frames, commands: commands.toSorted((a, b) => a.atMs - b.atMs), untilMs };
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
  },
) {
  let output = '';
  const { transport, clock, signal, stdin } = at;
  const kubectl = createKubectl({
    transport,
    clock,
    namespace: 'default',
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

async function takePicture(client: KubeClient, clock: Clock, signal: AbortSignal): Promise<ClusterPicture> {
  const lists = await Promise.all(
    drawn.map(async (resource): Promise<readonly Stored[]> => {
      const { items } = await client.list(resource, resource === 'nodes' ? {} : { namespace: 'default' }, { signal });
      return items;
    }),
  );
  const objects = lists.flat().filter(({ kind, metadata }) => kind !== 'Service' || metadata.name !== 'kubernetes');
  return pictureCluster(objects, clock.nowMs());
}

function isSame(before: ClusterPicture | undefined, after: ClusterPicture): boolean {
  return before !== undefined && deepEqual({ ...before, atMs: after.atMs }, after);
}
