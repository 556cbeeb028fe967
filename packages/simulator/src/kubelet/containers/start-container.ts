import { environmentFiles } from '#parts';
import type { Sysctl } from 'kubernetes-types/core/v1';
import type { Image } from '../../images/image.ts';
import { cpuCoresOf } from '../../runtime/cgroup-limits.ts';
import { ContainerStartError } from '../../runtime/container-runtime.ts';
import { type ContainerInstance, newestInstance, type RuntimePod } from '../../runtime/ports.ts';
import { ContainerConfigError, containerEnvironment, readsFiles } from './container-environment.ts';
import type { StartFailure } from '../status/container-status.ts';
import { crashLoopMessage, decideBackoff } from '../restarts/crash-loop-backoff.ts';
import { hostnameOf } from './etc-files.ts';
import { expandVariables } from './expand-variables.ts';
import { decidePull, pullFailed, pullSucceeded } from './image-pull.ts';
import { containerMounts, inMountOrder, runtimeMounts } from './container-mounts.ts';
import { killContainer } from './kill-container.ts';
import { latencies } from '../latencies.ts';
import { runLifecycleHook } from './lifecycle-hook.ts';
import { containerEvent, factsOf, type NodeServices, type PodRecord } from '../node/node-services.ts';
import { mountSource } from '../volumes/mount-source.ts';
import { oomScoreAdjustment } from '../eviction/oom-score.ts';
import { describePod, type RuledContainer } from '../pod-types.ts';
import { privilegesOf } from './process-privileges.ts';
import { sleep, type Task } from '../task.ts';
import { podCpuCores, throttledStartMs } from './throttled-start.ts';

/** How an attempt to start a container ended. */
export type StartOutcome =
  | { readonly kind: 'started' }
  | { readonly kind: 'failed'; readonly failure: StartFailure; readonly retryInMs?: number };

/**
 * Starts a container, unless its back-off says to wait: image, configuration, create, start, postStart.
 * @param known the Pod as of the last relist: a container that was killed in this very sync is not dead in it yet
 * @see kubernetes v1.36 pkg/kubelet/kuberuntime/kuberuntime_container.go startContainer; fidelity.md 2.4–2.6, 2.8
 */
export function* startContainer(
  node: NodeServices,
  record: PodRecord,
  container: RuledContainer,
  known: RuntimePod,
): Task<StartOutcome> {
  const outcome = yield* tryToStart(node, record, container, known);
  if (outcome.kind === 'started') record.startFailures.delete(container.name);
  else record.startFailures.set(container.name, outcome.failure);
  return outcome;
}

function* tryToStart(
  node: NodeServices,
  record: PodRecord,
  container: RuledContainer,
  known: RuntimePod,
): Task<StartOutcome> {
  const refusal = backOff(node, record, container, known);
  if (refusal) return refusal;
  const image = yield* ensureImage(node, record, container);
  if ('failure' in image) return { kind: 'failed', failure: image.failure };
  if (!environmentFiles.isHere && readsFiles(container)) {
    yield (resume) => node.timers.holdUntil?.(environmentFiles.load(), resume);
  }
  let instance: ContainerInstance;
  try {
    instance = createContainer(node, record, container, image);
  } catch (error) {
    if (!(error instanceof ContainerConfigError)) throw error;
    return failed(node, record, container, 'CreateContainerConfigError', error.message);
  }
  node.pleg.noteChange(record.pod.metadata.uid);
  yield sleep(node.timers, latencies.createContainerMs);
  containerEvent(node, record, container.name, { type: 'Normal', reason: 'Created', message: 'Container created' });
  yield sleep(node.timers, throttledStartMs(latencies.startContainerMs, startCores(record, container)));
  try {
    node.runtime.startContainer(record.pod.metadata.uid, instance.id, (path) =>
      mountSource(node, record, container, path),
    );
  } catch (error) {
    if (!(error instanceof ContainerStartError)) throw error;
    return failed(node, record, container, 'RunContainerError', error.message);
  }
  containerEvent(node, record, container.name, { type: 'Normal', reason: 'Started', message: 'Container started' });
  return yield* runPostStart(node, record, container, instance);
}

function startCores({ allocatedSpec }: PodRecord, { resources }: RuledContainer): number | undefined {
  const cores = Math.min(cpuCoresOf(resources) ?? Infinity, podCpuCores(allocatedSpec) ?? Infinity);
  return cores === Infinity ? undefined : cores;
}

function backOff(
  node: NodeServices,
  record: PodRecord,
  container: RuledContainer,
  known: RuntimePod,
): StartOutcome | undefined {
  const dead = known.instances.find(({ name, state }) => name === container.name && state === 'exited');
  if (dead === undefined) return undefined;
  const key = `${container.name} ${container.image ?? ''}`;
  const nowMs = node.timers.nowMs();
  const decision = decideBackoff(record.backoffs.get(key), { finishedAtMs: dead.finishedAtMs ?? 0, nowMs });
  if (decision.action === 'start') {
    record.backoffs.set(key, decision.entry);
    return undefined;
  }
  const pod = describePod(record.pod);
  const message = `Back-off restarting failed container ${container.name} in pod ${pod}`;
  containerEvent(node, record, container.name, { type: 'Warning', reason: 'BackOff', message });
  const failure = { reason: 'CrashLoopBackOff', message: crashLoopMessage(decision.delayMs, container.name, pod) };
  return { kind: 'failed', failure, retryInMs: decision.remainingMs };
}

function* ensureImage(
  node: NodeServices,
  record: PodRecord,
  container: RuledContainer,
): Task<Image | { readonly failure: StartFailure }> {
  const { images, timers } = node;
  const image = container.image ?? '';
  const say = (events: Iterable<{ type: 'Normal' | 'Warning'; reason: string; message: string }>) => {
    for (const event of events) containerEvent(node, record, container.name, event);
  };
  const found = images.lookUp(image);
  const decision = decidePull({
    image,
    policy: container.imagePullPolicy ?? 'IfNotPresent',
    isPresent: found.kind === 'present',
    invalidReference: found.kind === 'invalid' ? found.fault : undefined,
    backoff: record.pulls.get(image),
    nowMs: timers.nowMs(),
  });
  say(decision.events);
  if (decision.action === 'refuse') return { failure: decision.failure };
  if (decision.action === 'use' && found.kind === 'present') return found.image;
  const startedMs = timers.nowMs();
  yield sleep(timers, latencies.pullImageMs);
  const pulled = images.pull(image);
  if (pulled.kind === 'present') {
    record.pulls.delete(image);
    say([pullSucceeded(image, pulled.image.sizeBytes, timers.nowMs() - startedMs)]);
    return pulled.image;
  }
  const outcome = pullFailed(image, pulled.fault, record.pulls.get(image), timers.nowMs());
  record.pulls.set(image, outcome.backoff);
  say(outcome.events);
  return { failure: outcome.failure };
}

/** @throws ContainerConfigError */
function createContainer(
  node: NodeServices,
  record: PodRecord,
  container: RuledContainer,
  image: Image,
): ContainerInstance {
  const { pod } = record;
  const podUid = pod.metadata.uid;
  const facts = factsOf(node, record);
  const readFile = (volumeName: string, path: string) => record.volumes.readFile(volumeName, path);
  const own = containerEnvironment(container, { api: node.api, facts, readFile });
  const mounts = containerMounts(record, container, own);
  const user = userOf(record, container, image);
  const hostname = hostnameOf(pod, node.nodeName);
  const env = Object.assign({}, image.env, { HOSTNAME: hostname }, own);
  const expand = (words: readonly string[]) => words.map((word) => expandVariables(word, own));
  const command = container.command ? expand(container.command) : image.entrypoint;
  const args = container.args ? expand(container.args) : container.command ? [] : image.command;
  const argv = command.concat(args);
  if (argv.length === 0) throw new ContainerConfigError('no command specified');
  const newest = newestInstance(node.runtime.inspect(podUid), container.name);
  const terminationFiles = node.kernel.createVolume();
  terminationFiles.writeFile('termination-log', '', { mode: 0o666 });
  const terminationMount = {
    path: container.terminationMessagePath ?? '/dev/termination-log',
    volume: terminationFiles,
    subPath: 'termination-log',
  };
  const target = findTarget(node, podUid, container);
  const { sysctls } = pod.spec.securityContext ?? {};
  const privileges = privilegesOf(container.securityContext, pod.spec.securityContext);
  const instance = node.runtime.createContainer({
    podUid,
    name: container.name,
    attempt: newest === undefined ? (record.resetCounts?.get(container.name) ?? 0) : newest.attempt + 1,
    specImage: container.image ?? '',
    image,
    argv,
    env,
    workingDirectory: container.workingDir || image.workingDirectory,
    user,
    hostname,
    mounts: inMountOrder([...mounts, terminationMount, ...runtimeMounts(record, container)]),
    ...(target && { processesOf: target.id }),
    readOnlyRoot: container.securityContext?.readOnlyRootFilesystem ?? false,
    ...(privileges && { privileges }),
    ...(sysctls && { sysctls: sysctlsOf(sysctls) }),
    ...(container.resources && { resources: container.resources }),
    oomScoreAdjustment: oomScoreAdjustment(pod, container, node.memory.capacityBytes),
    stdin: container.stdin ?? false,
    stdinOnce: (container.stdinOnce ?? false) && !container.tty,
    tty: container.tty ?? false,
  });
  record.terminationLogs.set(instance.id, { files: terminationFiles });
  return instance;
}

function sysctlsOf(sysctls: readonly Sysctl[]): Record<string, string> {
  return Object.fromEntries(sysctls.map(({ name, value }) => [name.replaceAll('/', '.'), value]));
}

/** The container whose processes an ephemeral container is to see. @throws ContainerConfigError */
function findTarget(
  node: NodeServices,
  podUid: string,
  { targetContainerName: name }: RuledContainer,
): ContainerInstance | undefined {
  if (!name) return undefined;
  const newest = newestInstance(node.runtime.inspect(podUid), name);
  if (newest?.state === 'running') return newest;
  throw new ContainerConfigError(`unable to find target container ${JSON.stringify(name)}`);
}

function userOf({ pod }: PodRecord, container: RuledContainer, image: Image): ContainerInstance['user'] {
  const security = { ...pod.spec.securityContext, ...container.securityContext };
  const uid = security.runAsUser ?? image.user.uid;
  if (security.runAsNonRoot && uid === 0) {
    const who = `(pod: "${describePod(pod)}", container: ${container.name})`;
    throw new ContainerConfigError(
      security.runAsUser === undefined
        ? `container has runAsNonRoot and image will run as root ${who}`
        : `container's runAsUser breaks non-root policy ${who}`,
    );
  }
  const gid = security.runAsGroup ?? (security.runAsUser === undefined ? image.user.gid : 0);
  const { supplementalGroups = [], fsGroup } = pod.spec.securityContext ?? {};
  if (supplementalGroups.length === 0 && fsGroup === undefined) return { uid, gid };
  return { uid, gid, groups: [...supplementalGroups, ...(fsGroup === undefined ? [] : [fsGroup])] };
}

function* runPostStart(
  node: NodeServices,
  record: PodRecord,
  container: RuledContainer,
  instance: ContainerInstance,
): Task<StartOutcome> {
  const hook = container.lifecycle?.postStart;
  // What was started has read its configuration by the time that the runtime has told of it.
  if (hook?.httpGet) yield sleep(node.timers, latencies.askAfterStartMs);
  const fault = hook && (yield* runLifecycleHook(node, record.pod, container, instance, hook));
  if (fault === undefined) return { kind: 'started' };
  const event = { type: 'Warning', reason: 'FailedPostStartHook', message: 'PostStartHook failed' } as const;
  containerEvent(node, record, container.name, event);
  yield* killContainer(node, record, container, instance, {
    message: 'FailedPostStartHook',
    graceSeconds: record.pod.spec.terminationGracePeriodSeconds ?? 30,
  });
  return { kind: 'failed', failure: { reason: 'PostStartHookError', message: fault } };
}

function failed(
  node: NodeServices,
  record: PodRecord,
  container: RuledContainer,
  reason: string,
  message: string,
): StartOutcome {
  containerEvent(node, record, container.name, { type: 'Warning', reason: 'Failed', message: `Error: ${message}` });
  return { kind: 'failed', failure: { reason, message } };
}
