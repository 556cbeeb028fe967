import { newHexId } from '@podlab/apimachinery';
import type { Probe } from 'kubernetes-types/core/v1';
import { type ContainerInstance, newestInstance, type RuntimePod } from '../../runtime/ports.ts';
import type { ProbeVerdicts } from '../status/container-status.ts';
import { execAndWait, type ExecOutcome } from '../containers/exec-in-container.ts';
import { latencies } from '../latencies.ts';
import { tryNetworkProbe } from './network-probe.ts';
import { containerEvent, type NodeServices } from '../node/node-services.ts';
import type { KillVerdict } from '../pod-actions.ts';
import { containersByRole, type RuledContainer, type StoredPod } from '../pod-types.ts';
import { countAttempt, initialVerdicts, type ProbeCount } from './probe-counter.ts';
import { either, inTurn, type RunningTask, runTask, sleep, type Task } from '../task.ts';
import { unevenMs } from '../containers/throttled-start.ts';

type ProbeKind = keyof typeof initialVerdicts;

/** What a probe has come to think of a container. */
export interface VerdictChange {
  readonly kind: ProbeKind;
  readonly instanceId: string;
  readonly isPassed: boolean;
}

interface ProbeWorker {
  readonly kind: ProbeKind;
  readonly container: RuledContainer;
  readonly probe: Probe;
  /** The instance that `count` is about; another one starts from nothing. */
  instanceId: string | undefined;
  count: ProbeCount;
  /** When it looks next by itself. */
  nextMs: number;
  /** A look is wanted before that; at most one is remembered. */
  isTriggered: boolean;
  /** Goes on, from a wait. */
  wake?: (() => void) | undefined;
  /** Gives the attempt up that is under way: its container has ended. */
  abandon?: (() => void) | undefined;
  task?: RunningTask;
}

const kinds: readonly ProbeKind[] = ['startup', 'readiness', 'liveness'];
const eventNames: Readonly<Record<ProbeKind, string>> = {
  startup: 'Startup',
  readiness: 'Readiness',
  liveness: 'Liveness',
};

/** What a command probe of a Pod that was told to go comes to: its context was cancelled with the Pod's last sync. */
const commandsGivenUp = 'rpc error: code = Canceled desc = context canceled';

/**
 * One Pod's probes: a worker for each probe of each container. It looks once a period, counted from the Pod's first
 * sync and not from the container's start, and goes by what the last written status says.
 * @see kubernetes v1.36 pkg/kubelet/prober/worker.go; fidelity.md 2.7
 */
export class PodProbes implements ProbeVerdicts {
  readonly #node: NodeServices;
  readonly #pod: () => StoredPod;
  readonly #onChange: (change: VerdictChange) => void;
  #workers: ProbeWorker[] | undefined;
  #shown: RuntimePod = { instances: [] };
  /** Which containers the last written status shows as started. */
  #shownStarted: readonly string[] = [];
  #isTerminating = false;
  #isCalledOff = false;
  /** The kubelet has just started again: probes begin spread over their first period. */
  #isSpread = false;

  /** @param onChange a verdict has changed that the kubelet must act on */
  constructor(node: NodeServices, pod: () => StoredPod, onChange: (change: VerdictChange) => void) {
    this.#node = node;
    this.#pod = pod;
    this.#onChange = onChange;
  }

  /** As long as its startup probe has not met an instance, it is taken for what its predecessor was shown as. */
  hasStarted(container: RuledContainer, instance: ContainerInstance): boolean {
    if (container.startupProbe === undefined) return true;
    const verdict = this.#verdict('startup', instance);
    return verdict === undefined ? this.#shownStarted.includes(container.name) : verdict === 'success';
  }

  isReady(container: RuledContainer, instance: ContainerInstance): boolean {
    return container.readinessProbe === undefined || this.#verdict('readiness', instance) === 'success';
  }

  killVerdict(_container: RuledContainer, instance: ContainerInstance): KillVerdict {
    if (this.#isTerminating) return 'none';
    if (this.#verdict('startup', instance) === 'failure') return 'startupFailed';
    return this.#verdict('liveness', instance) === 'failure' ? 'livenessFailed' : 'none';
  }

  /** Probes the Pod's containers from now on, whenever they run. Idempotent. */
  start(): void {
    if (this.#workers) return;
    const { sidecars, apps } = containersByRole(this.#pod().spec);
    this.#workers = [...sidecars, ...apps].flatMap((container) =>
      kinds.flatMap((kind) => {
        const probe = container[`${kind}Probe`];
        return probe ? [this.#newWorker(kind, container, probe)] : [];
      }),
    );
    for (const worker of this.#workers) worker.task = runTask(this.#work(worker));
  }

  /**
   * A status has been written that shows the containers so. Each one that runs and is not ready is looked at again at
   * once, so that failures come in bursts just after a start.
   */
  noteShown(shown: RuntimePod): void {
    this.#shown = shown;
    const withStartup = (this.#workers ?? []).filter(({ kind }) => kind === 'startup');
    const started = withStartup.filter(({ container }) => {
      const instance = newestInstance(shown, container.name);
      return instance?.state === 'running' && this.hasStarted(container, instance);
    });
    this.#shownStarted = started.map(({ container }) => container.name);
    for (const worker of this.#workers ?? []) {
      const { kind, container } = worker;
      const instance = newestInstance(shown, container.name);
      if (instance?.state !== 'running') continue;
      if (kind === 'readiness' && this.hasStarted(container, instance) && !this.isReady(container, instance)) {
        worker.isTriggered = true;
      }
      worker.wake?.();
    }
  }

  /** Whether a container waits for its readiness probe: its Pod is synced once more when its start is noticed. */
  awaitsReadiness(): boolean {
    return (this.#workers ?? []).some(({ kind, count }) => kind === 'readiness' && count.verdict !== 'success');
  }

  /** The instance has ended; its verdicts go with it. */
  forget(instanceId: string): void {
    for (const worker of this.#workers ?? []) {
      if (worker.instanceId !== instanceId) continue;
      worker.count = newCount(worker.kind);
      worker.abandon?.();
    }
  }

  /**
   * The Pod has ended by itself: nobody looks any more, and what was last seen stays.
   * @see kubernetes v1.36 pkg/kubelet/prober/worker.go doProbe (Phase)
   */
  end(): void {
    for (const { task } of this.#workers ?? []) task?.cancel();
  }

  /**
   * Somebody wants the Pod to go, or to go sooner: whoever runs commands in its containers gives up.
   * @see kubernetes v1.36 pkg/kubelet/pod_workers.go UpdatePod (cancelFn)
   */
  callOff(): void {
    this.#isCalledOff = true;
    for (const { kind, abandon } of this.#workers ?? []) if (kind === 'readiness') abandon?.();
  }

  /** The Pod is going: nothing kills its containers for a failed probe any more. Readiness is still asked for. */
  stopKilling(): void {
    this.#isTerminating = true;
    for (const { kind, task } of this.#workers ?? []) if (kind !== 'readiness') task?.cancel();
  }

  stop(): void {
    for (const worker of this.#workers ?? []) worker.task?.cancel();
    this.#workers = [];
  }

  /** As after `stop`, but they may be started anew: nothing is known of any container. */
  forgetAll(): void {
    this.stop();
    this.#workers = undefined;
    this.#shown = { instances: [] };
    this.#shownStarted = [];
    this.#isTerminating = false;
    this.#isCalledOff = false;
    this.#isSpread = true;
  }

  #newWorker(kind: ProbeKind, container: RuledContainer, probe: Probe): ProbeWorker {
    const nextMs = this.#node.timers.nowMs();
    return { kind, container, probe, instanceId: undefined, count: newCount(kind), nextMs, isTriggered: false };
  }

  #verdict(kind: ProbeKind, { id, name }: ContainerInstance): ProbeCount['verdict'] | undefined {
    const worker = this.#workers?.find((other) => other.kind === kind && other.container.name === name);
    return worker?.instanceId === id ? worker.count.verdict : undefined;
  }

  *#work(worker: ProbeWorker): Task {
    const { timers, random } = this.#node;
    const periodMs = (worker.probe.periodSeconds ?? 10) * 1000;
    if (this.#isSpread) yield sleep(timers, Math.floor(random.float() * periodMs));
    for (;;) {
      const instance = newestInstance(this.#shown, worker.container.name);
      if (instance && this.#isDue(worker, instance)) yield* this.#look(worker, instance);
      if (!worker.isTriggered && this.#isIdle(worker)) {
        yield (resume) => {
          worker.wake = () => (worker.isTriggered || !this.#isIdle(worker)) && resume();
        };
      }
      while (worker.nextMs <= timers.nowMs()) worker.nextMs += periodMs;
      if (!worker.isTriggered) {
        yield either(
          sleep(timers, worker.nextMs - timers.nowMs()),
          (resume) => {
            worker.wake = () => worker.isTriggered && resume();
          },
          () => undefined,
        );
      }
      worker.wake = undefined;
      if (worker.isTriggered) worker.nextMs = timers.nowMs() + periodMs;
      worker.isTriggered = false;
    }
  }

  /** Nothing to look at until another instance is shown. */
  #isIdle({ kind, container, instanceId, count }: ProbeWorker): boolean {
    const instance = newestInstance(this.#shown, container.name);
    if (instance?.state !== 'running') return true;
    if (instance.id !== instanceId) return false;
    return kind !== 'readiness' && (count.verdict === 'failure' || (kind === 'startup' && count.verdict === 'success'));
  }

  #isDue(worker: ProbeWorker, instance: ContainerInstance): boolean {
    const isShownStarted = this.#shownStarted.includes(worker.container.name);
    if (worker.instanceId !== instance.id) {
      worker.instanceId = instance.id;
      worker.count = newCount(worker.kind);
      if (worker.kind === 'startup' && isShownStarted) this.#tell(worker, instance);
    }
    if (instance.state !== 'running' || this.#isIdle(worker)) return false;
    // Whole seconds: the status says no more.
    const ranSeconds = Math.floor((this.#node.timers.nowMs() - wholeSecond(instance.startedAtMs ?? 0)) / 1000);
    if (ranSeconds < (worker.probe.initialDelaySeconds ?? 0)) return false;
    // Until it has started, only the startup probe is tried; what is shown decides.
    if (worker.kind === 'startup') return !isShownStarted;
    return isShownStarted || this.hasStarted(worker.container, instance);
  }

  *#look(worker: ProbeWorker, instance: ContainerInstance): Task {
    const { probe, container } = worker;
    const attempt = yield* this.#attempt(worker, container, instance);
    if (attempt === 'error' || worker.instanceId !== instance.id) return;
    const before = worker.count.verdict;
    const thresholds = { success: probe.successThreshold ?? 1, failure: probe.failureThreshold ?? 3 };
    worker.count = countAttempt(worker.count, attempt, thresholds);
    if (worker.count.verdict !== before) this.#tell(worker, instance);
  }

  #tell({ kind, count }: ProbeWorker, { id }: ContainerInstance): void {
    this.#onChange({ kind, instanceId: id, isPassed: count.verdict === 'success' });
  }

  *#attempt(
    worker: ProbeWorker,
    container: RuledContainer,
    instance: ContainerInstance,
  ): Task<'success' | 'failure' | 'error'> {
    const { kind, probe } = worker;
    if (probe.exec === undefined) {
      const isFirst = kind === 'readiness' && worker.count.lastAttempt === undefined;
      if (isFirst) yield sleep(this.#node.timers, unevenMs(latencies.firstAskMs, this.#node.random));
      return yield* this.#attemptOverNetwork(kind, probe, container);
    }
    if (this.#isCalledOff) return this.#errored(kind, container, commandsGivenUp);
    const command = probe.exec.command ?? [];
    const timeoutSeconds = probe.timeoutSeconds ?? 1;
    let outcome: ExecOutcome | undefined;
    let isAbandoned = false;
    const { runtime, timers, random } = this.#node;
    const target = { runtime, podUid: this.#pod().metadata.uid, instanceId: instance.id };
    yield either(
      inTurn(
        sleep(timers, unevenMs(latencies.startExecMs, random)),
        execAndWait(
          target,
          command,
          () => newHexId(random),
          (result) => (outcome = result),
        ),
      ),
      either(
        sleep(timers, timeoutSeconds * 1000),
        (resume) => {
          worker.abandon = resume;
        },
        (which) => (isAbandoned = which === 'second'),
      ),
      () => (worker.abandon = undefined),
    );
    if (isAbandoned) return this.#isCalledOff ? this.#errored(kind, container, commandsGivenUp) : 'error';
    if (outcome?.kind === 'exited' && outcome.exitCode === 0) return 'success';
    if (outcome?.kind === 'error') return this.#errored(kind, container, outcome.message);
    const output = outcome?.output ?? `command timed out: "${command.join(' ')}" timed out after ${timeoutSeconds}s`;
    this.#unhealthy(container, `${eventNames[kind]} probe failed: ${output}`);
    return 'failure';
  }

  *#attemptOverNetwork(
    kind: ProbeKind,
    probe: Probe,
    container: RuledContainer,
  ): Task<'success' | 'failure' | 'error'> {
    const podIP = this.#node.runtime.networkOf(this.#pod().metadata.uid)?.address ?? '';
    const outcome = yield* tryNetworkProbe(this.#node, probe, container, podIP);
    const name = eventNames[kind];
    switch (outcome.kind) {
      case 'success':
        return 'success';
      case 'warning': {
        const message = `${name} probe warning: ${outcome.output}`;
        const event = { type: 'Warning', reason: 'ProbeWarning', message } as const;
        containerEvent(this.#node, { pod: this.#pod() }, container.name, event);
        return 'success';
      }
      case 'failure':
        this.#unhealthy(container, `${name} probe failed: ${outcome.output}`);
        return 'failure';
      case 'error':
        return this.#errored(kind, container, outcome.message);
    }
  }

  /** It says neither success nor failure. */
  #errored(kind: ProbeKind, container: RuledContainer, message: string): 'error' {
    this.#unhealthy(container, `${eventNames[kind]} probe errored and resulted in unknown state: ${message}`);
    return 'error';
  }

  #unhealthy(container: RuledContainer, message: string): void {
    containerEvent(this.#node, { pod: this.#pod() }, container.name, { type: 'Warning', reason: 'Unhealthy', message });
  }
}

function newCount(kind: ProbeKind): ProbeCount {
  return { verdict: initialVerdicts[kind], lastAttempt: undefined, inARow: 0 };
}

function wholeSecond(timeMs: number): number {
  return Math.floor(timeMs / 1000) * 1000;
}
