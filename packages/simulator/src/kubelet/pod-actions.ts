import { type ContainerInstance, newestInstance, type RuntimePod } from '../runtime/ports.ts';
import { containersByRole, isSidecar, type RuledContainer, type StoredPod } from './pod-types.ts';
import { containerResize } from './resize/resize-decision.ts';
import { shouldContainerBeRestarted } from './restarts/restart-decision.ts';

/** A running container's verdict by the probes that can have it killed. */
export type KillVerdict = 'livenessFailed' | 'startupFailed' | 'none';

export interface PodActionsInput {
  readonly pod: StoredPod;
  readonly runtime: RuntimePod;
  /** Running, and its startup probe (if any) has succeeded. */
  readonly hasStarted: (container: RuledContainer, instance: ContainerInstance) => boolean;
  readonly killVerdict: (container: RuledContainer, instance: ContainerInstance) => KillVerdict;
}

export interface ContainerKill {
  readonly container: RuledContainer;
  readonly instance: ContainerInstance;
  /** The text of the `Killing` event. */
  readonly message: string;
  readonly cause: 'definitionChanged' | 'livenessFailed' | 'startupFailed' | 'resized';
  /** What the probe that failed allows instead of the Pod's grace period. */
  readonly graceSeconds?: number;
}

export interface PodActions {
  /** Stop all that runs, and the sandbox: nothing is left to be done, or the sandbox has died. */
  readonly killPod: boolean;
  readonly createSandbox: boolean;
  /** In this order: first all are killed, then these started, init containers before apps. */
  readonly kill: readonly ContainerKill[];
  /** Those that were added to look at the Pod come first, whatever it is doing. */
  readonly startEphemeral: readonly RuledContainer[];
  readonly startInit: readonly RuledContainer[];
  readonly startApps: readonly RuledContainer[];
  /** Running containers that are given other resources as they are. */
  readonly resize: readonly { readonly container: RuledContainer; readonly instance: ContainerInstance }[];
}

/**
 * What one sync of a Pod has to do, from what the runtime says about it.
 * @see kubernetes v1.36 pkg/kubelet/kuberuntime/kuberuntime_manager.go computePodActions; fidelity.md 2.6
 */
export function computePodActions(input: PodActionsInput): PodActions {
  const { pod, runtime } = input;
  if (runtime.sandbox?.state !== 'ready') return actionsWithoutSandbox(input);
  const init = initActions(input);
  if (init.outcome !== 'initialized') {
    return {
      killPod: init.outcome === 'failed',
      createSandbox: false,
      kill: init.kill,
      startEphemeral: init.outcome === 'failed' ? [] : newEphemeral(input),
      startInit: init.outcome === 'failed' ? [] : init.start,
      startApps: [],
      resize: resizesInPlace(input),
    };
  }
  const kill: ContainerKill[] = [...init.kill];
  const startApps: RuledContainer[] = [];
  let kept = 0;
  for (const container of pod.spec.containers) {
    const newest = newestInstance(runtime, container.name);
    if (newest?.state !== 'running') {
      if (shouldContainerBeRestarted(container, pod.spec, newest, false)) startApps.push(container);
      continue;
    }
    const due = killDue(container, newest, input);
    if (due === undefined) kept += 1;
    else {
      kill.push(due);
      if (due.cause === 'definitionChanged' || due.cause === 'resized' || restartsAfterKill(container, input))
        startApps.push(container);
    }
  }
  const isFinished = kept === 0 && startApps.length === 0;
  return {
    killPod: isFinished,
    createSandbox: false,
    kill: isFinished ? [] : kill,
    startEphemeral: isFinished ? [] : newEphemeral(input),
    startInit: isFinished ? [] : init.start,
    startApps,
    resize: isFinished ? [] : resizesInPlace(input),
  };
}

/**
 * Whether any app container was made in the present sandbox: the Pod's initialisation lies behind it.
 * @see kubernetes v1.36 pkg/kubelet/container/helpers.go HasAnyActiveRegularContainerStarted
 */
export function hasPodInitialized(pod: StoredPod, runtime: RuntimePod): boolean {
  return pod.spec.containers.some(({ name }) => newestInSandbox(runtime, name) !== undefined);
}

function actionsWithoutSandbox({ pod, runtime }: PodActionsInput): PodActions {
  const hadSandbox = runtime.sandbox !== undefined;
  const policyOfPod = pod.spec.restartPolicy ?? 'Always';
  // What still runs in a dead sandbox goes with it, and comes back in the new one.
  const startApps = pod.spec.containers.filter(
    ({ name, restartPolicy = policyOfPod }) =>
      restartPolicy !== 'OnFailure' || newestInstance(runtime, name)?.exitCode !== 0,
  );
  // A Pod that has run and may not run again keeps no sandbox.
  const hasRun = hadSandbox && runtime.instances.length > 0;
  const isFinished = hasRun && (policyOfPod === 'Never' || startApps.length === 0);
  const firstInit = pod.spec.initContainers?.[0];
  return {
    killPod: hadSandbox,
    createSandbox: !isFinished,
    kill: [],
    startEphemeral: [],
    startInit: firstInit && !isFinished ? [firstInit] : [],
    startApps: firstInit || isFinished ? [] : startApps,
    resize: [],
  };
}

interface InitActions {
  outcome: 'initialized' | 'waiting' | 'failed';
  start: RuledContainer[];
  kill: ContainerKill[];
}

/**
 * Goes from the last init container to the first: the last one that was ever made says how far the Pod has come, and of
 * those before it only sidecars are kept running. So a sidecar that has died does not hold up what comes after it.
 * @see kubernetes v1.36 pkg/kubelet/kuberuntime/kuberuntime_container.go computeInitContainerActions
 */
function initActions(input: PodActionsInput): InitActions {
  const { pod, runtime } = input;
  const { init } = containersByRole(pod.spec);
  const actions: InitActions = { outcome: 'waiting', start: [], kill: [] };
  let isBehind = pod.spec.containers.some(({ name }) => isUp(newestInstance(runtime, name)));
  if (isBehind || init.length === 0) actions.outcome = 'initialized';
  for (const [index, container] of [...init.entries()].reverse()) {
    const newest = newestInSandbox(runtime, container.name);
    if (isBehind && !isSidecar(container)) continue;
    if (newest === undefined) {
      if (isBehind) actions.start.unshift(container);
      continue;
    }
    const step = isSidecar(container)
      ? sidecarStep(container, newest, input)
      : regularInitStep(container, newest, input);
    if (step.hasFailed) return { outcome: 'failed', start: [], kill: actions.kill };
    const next = init[index + 1];
    if (step.isInitialized && next === undefined) actions.outcome = 'initialized';
    if (step.isInitialized && next !== undefined && !isBehind) actions.start.unshift(next);
    if (step.isStarted) actions.start.unshift(container);
    if (step.kill) actions.kill.unshift(step.kill);
    isBehind = true;
  }
  const [first] = init;
  if (!isBehind && first !== undefined) actions.start.push(first);
  return actions;
}

function isUp(instance: ContainerInstance | undefined): boolean {
  return instance !== undefined && instance.state !== 'exited';
}

/** What an init container did in a sandbox that is gone does not count: all of them run again. */
function newestInSandbox(runtime: RuntimePod, name: string): ContainerInstance | undefined {
  const newest = newestInstance(runtime, name);
  const isOld = newest !== undefined && newest.createdAtMs < (runtime.sandbox?.createdAtMs ?? 0);
  return isOld ? undefined : newest;
}

interface InitStep {
  /** It has done what those after it wait for. */
  readonly isInitialized?: boolean;
  /** For good, and the Pod with it. */
  readonly hasFailed?: boolean;
  /** It is to be started (again). */
  readonly isStarted?: boolean;
  readonly kill?: ContainerKill | undefined;
}

function regularInitStep(container: RuledContainer, newest: ContainerInstance, { pod }: PodActionsInput): InitStep {
  if (newest.state === 'running') return {};
  // One of its processes may have been killed for want of memory though the first one ended well.
  const hasDone = newest.state === 'exited' && newest.exitCode === 0 && newest.reason !== 'OOMKilled';
  if (hasDone) return { isInitialized: true };
  return shouldContainerBeRestarted(container, pod.spec, newest, false) ? { isStarted: true } : { hasFailed: true };
}

function sidecarStep(container: RuledContainer, newest: ContainerInstance, input: PodActionsInput): InitStep {
  if (newest.state !== 'running') return { isStarted: true };
  const kill = killDue(container, newest, input);
  if (kill?.cause !== 'startupFailed' && !input.hasStarted(container, newest)) return {};
  return { isInitialized: kill?.cause !== 'startupFailed', isStarted: kill !== undefined, kill };
}

function killDue(
  container: RuledContainer,
  instance: ContainerInstance,
  input: PodActionsInput,
): ContainerKill | undefined {
  const { name } = container;
  if (instance.specImage !== container.image) {
    const message = `Container ${name} definition changed, will be restarted`;
    return { container, instance, message, cause: 'definitionChanged' };
  }
  const verdict = input.killVerdict(container, instance);
  if (verdict === 'none') {
    if (containerResize(container, instance.resources) !== 'restart') return undefined;
    return { container, instance, message: `Container ${name} resize requires restart`, cause: 'resized' };
  }
  const isInit = input.pod.spec.initContainers?.includes(container) ?? false;
  const probe = verdict === 'livenessFailed' ? 'liveness' : 'startup';
  const graceSeconds = container[`${probe}Probe`]?.terminationGracePeriodSeconds;
  const suffix = !isInit && restartsAfterKill(container, input) ? ', will be restarted' : '';
  return {
    container,
    instance,
    message: `${isInit ? 'Init container' : 'Container'} ${name} failed ${probe} probe${suffix}`,
    cause: verdict,
    ...(graceSeconds !== undefined && { graceSeconds }),
  };
}

function newEphemeral({ pod, runtime }: PodActionsInput): RuledContainer[] {
  return containersByRole(pod.spec).ephemeral.filter(({ name }) => newestInstance(runtime, name) === undefined);
}

function resizesInPlace({ pod, runtime }: PodActionsInput): PodActions['resize'] {
  const { init, apps } = containersByRole(pod.spec);
  return [...init, ...apps].flatMap((container) => {
    const instance = newestInstance(runtime, container.name);
    if (instance?.state !== 'running' || instance.resources === container.resources) return [];
    return containerResize(container, instance.resources) === 'inPlace' ? [{ container, instance }] : [];
  });
}

function restartsAfterKill(container: RuledContainer, { pod }: PodActionsInput): boolean {
  return (container.restartPolicy ?? pod.spec.restartPolicy ?? 'Always') !== 'Never';
}
