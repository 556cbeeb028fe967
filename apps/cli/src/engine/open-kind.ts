import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { systemClock } from '@podlab/apimachinery';
import { type ActionEvent, createKindEngine, type Engine, type Finding, runActions } from '@podlab/clusters';
import { createKubeClient, type KubeTransport } from '@podlab/kube-client';
import { CliError } from '../errors.ts';
import type { Host } from '../host.ts';
import type { LabPaths } from '../state/paths.ts';
import type { OpenedCluster } from './opened-cluster.ts';

export interface KindPlace {
  readonly host: Host;
  /** Names the clone and the user, so that two of them never share a cluster. */
  readonly cloneKey: string;
  readonly labId: string;
  readonly paths: LabPaths;
  readonly namespace: string;
}

/** The kind engine of one lab: a cluster of its own, so that labs do not disturb each other. */
export function kindEngineOf({ host, cloneKey, labId, paths, namespace }: KindPlace): Engine {
  const setting = host.env.PODLAB_NODE_IMAGE;
  const image = setting === 'default' ? undefined : setting;
  return createKindEngine({
    clusterName: kindClusterName(cloneKey, labId),
    kubeconfigPath: paths.kubeconfig,
    namespace,
    recordPath: join(paths.folder, 'kind.json'),
    ownerId: host.randomHex(16),
    ...(image ? { image } : {}),
  });
}

/** At most 40 characters, which is what kind's node names leave. */
export function kindClusterName(cloneKey: string, labId: string): string {
  const prefix = `podlab-${cloneKey.slice(0, 6)}-`;
  const room = 40 - prefix.length;
  if (labId.length <= room) return prefix + labId;
  const digest = createHash('sha256').update(labId).digest('hex').slice(0, 6);
  return `${prefix}${labId.slice(0, room - 7).replace(/-+$/, '')}-${digest}`;
}

export interface OpenKindOptions extends KindPlace {
  readonly nodes: number;
  readonly images: readonly string[];
  /** Whether the lab goes on; else every node is made schedulable again. */
  readonly resumed: boolean;
  readonly onText: (text: string) => void;
  readonly signal: AbortSignal;
}

/** Takes up the lab's kind cluster, or makes it. @throws CliError when the machine cannot; ClusterError */
export async function openKind(options: OpenKindOptions): Promise<OpenedCluster> {
  const { nodes, images, resumed, onText, signal, paths } = options;
  const engine = kindEngineOf(options);
  const run = (actions: Parameters<typeof runActions>[0]) =>
    runActions(actions, { clock: systemClock(), signal, onEvent: (event) => tellAction(event, onText) });
  await refuseWithoutKind(engine, signal);
  const state = await engine.inspect({ signal });
  if (state === 'stopped') await run(engine.delete());
  if (state !== 'ready') await run(engine.create({ nodes }));
  if (!resumed || state !== 'ready') await run(engine.loadImages(images));
  const transport = await engine.connect({ signal });
  try {
    if (!resumed) await uncordonNodes(transport, signal);
  } catch (error) {
    await transport.close();
    throw error;
  }
  return {
    engine: 'kind',
    transport,
    clock: systemClock(),
    kubeconfig: paths.kubeconfig,
    settle: async () => undefined,
    fastForward: undefined,
    close: () => transport.close(),
  };
}

/** Removes the lab's kind cluster, if there is one. */
export async function deleteKind(
  place: KindPlace,
  options: { onText(text: string): void; readonly signal: AbortSignal },
): Promise<void> {
  const { onText, signal } = options;
  await runActions(kindEngineOf(place).delete(), {
    clock: systemClock(),
    signal,
    onEvent: (event) => tellAction(event, onText),
  });
}

/** What stands in the way of kind on this machine, and what does not. */
export async function kindFindings(place: KindPlace, signal: AbortSignal): Promise<Finding[]> {
  return findingsOf(kindEngineOf(place), signal);
}

/** Whether Docker answers. */
export async function dockerAnswers(host: Host, signal: AbortSignal): Promise<boolean> {
  const paths = { folder: host.tempDir, kubeconfig: join(host.tempDir, 'podlab-none') } as LabPaths;
  const findings = await kindFindings(
    { host, cloneKey: '000000', labId: 'doctor', paths, namespace: 'default' },
    signal,
  );
  return findings.some(({ id, level }) => id === 'docker' && level === 'good');
}

async function refuseWithoutKind(engine: Engine, signal: AbortSignal): Promise<void> {
  const bad = (await findingsOf(engine, signal)).filter(({ level }) => level === 'bad');
  if (bad.length === 0) return;
  throw new CliError('ENGINE_UNAVAILABLE', `kind cannot be used here: ${bad.map(({ message }) => message).join(' ')}`, {
    next: [...bad.flatMap(({ fix }) => fix ?? []), 'Or play without Docker: --engine embedded'].join('\n'),
  });
}

async function findingsOf(engine: Engine, signal: AbortSignal): Promise<Finding[]> {
  const findings: Finding[] = [];
  await runActions(
    engine.doctor((finding) => findings.push(finding)),
    { clock: systemClock(), signal },
  );
  return findings;
}

/** A lab that begins anew begins with every node as it was. */
async function uncordonNodes(transport: KubeTransport, signal: AbortSignal): Promise<void> {
  const client = createKubeClient(transport);
  const { items } = await client.list('nodes', {}, { signal });
  for (const node of items.filter(({ spec }) => spec?.unschedulable)) {
    const patch = { type: 'merge', body: { spec: { unschedulable: null } } } as const;
    await client.patch('nodes', { name: node.metadata.name }, patch, { signal });
  }
}

function tellAction(event: ActionEvent, onText: (text: string) => void): void {
  if (event.type === 'started') onText(`kind: ${event.name}`);
  else if (event.type === 'noted') onText(`kind:   ${event.detail}`);
  else if (event.type === 'undoing') onText(`kind: taking back: ${event.name}`);
}
