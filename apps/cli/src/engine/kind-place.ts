import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { systemClock } from '@podlab/apimachinery';
import {
  type ActionEvent,
  CommandError,
  createKindEngine,
  type Engine,
  type Finding,
  type OpenedCluster,
  openKind,
  type OpenKindOptions,
  runActions,
} from '@podlab/clusters';
import { CliError } from '../errors.ts';
import type { Host } from '../host.ts';
import type { LabPaths } from '../state/paths.ts';

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

/** Takes up the place's kind cluster, or makes it. @throws CliError when the machine cannot; ClusterError */
export async function openKindAt(
  place: KindPlace,
  options: Pick<OpenKindOptions, 'nodes' | 'images' | 'resumed' | 'signal'> & { onText(text: string): void },
): Promise<OpenedCluster> {
  const { onText, ...rest } = options;
  const engine = kindEngineOf(place);
  await refuseWithoutKind(engine, options.signal);
  const onEvent = (event: ActionEvent) => tellAction(event, onText);
  try {
    return await openKind({ ...rest, engine, kubeconfig: place.paths.kubeconfig, onEvent });
  } catch (cause) {
    throw withWayOut(cause);
  }
}

/** Where the image of the nodes cannot be fetched, as on a bad network, says what needs no network. */
export function withWayOut(cause: unknown): unknown {
  if (!(cause instanceof CommandError) || !cause.result.stderr.includes('failed to pull image')) return cause;
  return new CliError('ENGINE_UNAVAILABLE', cause.message, {
    next: 'Play without a network: --engine embedded. Or fetch the image while there is one, with `docker pull`.',
    cause,
  });
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

function tellAction(event: ActionEvent, onText: (text: string) => void): void {
  if (event.type === 'started') onText(`kind: ${event.name}`);
  else if (event.type === 'noted') onText(`kind:   ${event.detail}`);
  else if (event.type === 'undoing') onText(`kind: taking back: ${event.name}`);
}
