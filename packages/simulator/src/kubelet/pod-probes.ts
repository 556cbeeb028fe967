import { newHexId } from '@podlab/apimachinery';
import type { Probe } from 'kubernetes-types/core/v1';
import type { ContainerInstance } from '../runtime/ports.ts';
import type { ProbeVerdicts } from './container-status.ts';
import { execAndWait, type ExecOutcome } from './exec-in-container.ts';
import { tryNetworkProbe } from './network-probe.ts';
import { containerEvent, type NodeServices } from './node-services.ts';
import type { KillVerdict } from './pod-actions.ts';
import type { RuledContainer, StoredPod } from './pod-types.ts';
import { countAttempt, initialVerdicts, type ProbeCount } from './probe-counter.ts';
import { either, type RunningTask, runTask, sleep, type Task } from './task.ts';

type ProbeKind = keyof typeof initialVerdicts;

interface ProbeWorker {
  count: ProbeCount;
  task?: RunningTask;
}

const kinds: readonly ProbeKind[] = ['startup', 'readiness', 'liveness'];
const eventNames: Readonly<Record<ProbeKind, string>> = {
  startup: 'Startup',
  readiness: 'Readiness',
  liveness: 'Liveness',
};

/** One Pod's probes: a worker for each probe of each running container instance. */
export class PodProbes implements ProbeVerdicts {
  readonly #node: NodeServices;
  readonly #pod: () => StoredPod;
  /** A verdict has changed that the kubelet must act on. */
  readonly #onChange: () => void;
  readonly #workers = new Map<string, ProbeWorker>();
  #livenessIsOff = false;

  constructor(node: NodeServices, pod: () => StoredPod, onChange: () => void) {
    this.#node = node;
    this.#pod = pod;
    this.#onChange = onChange;
  }

  hasStarted(container: RuledContainer, instance: ContainerInstance): boolean {
    return container.startupProbe === undefined || this.#verdict('startup', instance) === 'success';
  }

  isReady(container: RuledContainer, instance: ContainerInstance): boolean {
    return container.readinessProbe === undefined || this.#verdict('readiness', instance) === 'success';
  }

  killVerdict(_container: RuledContainer, instance: ContainerInstance): KillVerdict {
    if (this.#livenessIsOff) return 'none';
    if (this.#verdict('startup', instance) === 'failure') return 'startupFailed';
    return this.#verdict('liveness', instance) === 'failure' ? 'livenessFailed' : 'none';
  }

  /** Probes a running instance from now on; does nothing when it is probed already. */
  watch(container: RuledContainer, instance: ContainerInstance): void {
    for (const kind of kinds) {
      const probe = container[`${kind}Probe`];
      const key = workerKey(kind, instance);
      if (probe === undefined || this.#workers.has(key)) continue;
      const worker: ProbeWorker = { count: { verdict: initialVerdicts[kind], lastAttempt: undefined, inARow: 0 } };
      this.#workers.set(key, worker);
      worker.task = runTask(this.#work(worker, kind, probe, container, instance));
    }
  }

  /** The instance has ended; its verdicts go with it. */
  forget(instanceId: string): void {
    for (const [key, worker] of this.#workers) {
      if (!key.startsWith(instanceId)) continue;
      worker.task?.cancel();
      this.#workers.delete(key);
    }
  }

  /** The Pod is going: nothing kills its containers for a failed probe any more. */
  stopKilling(): void {
    this.#livenessIsOff = true;
    for (const [key, worker] of this.#workers) if (!key.endsWith('readiness')) worker.task?.cancel();
  }

  stop(): void {
    for (const worker of this.#workers.values()) worker.task?.cancel();
    this.#workers.clear();
  }

  #verdict(kind: ProbeKind, instance: ContainerInstance): ProbeCount['verdict'] | undefined {
    return this.#workers.get(workerKey(kind, instance))?.count.verdict;
  }

  *#work(
    worker: ProbeWorker,
    kind: ProbeKind,
    probe: Probe,
    container: RuledContainer,
    instance: ContainerInstance,
  ): Task {
    const { timers } = this.#node;
    const firstMs = (instance.startedAtMs ?? 0) + (probe.initialDelaySeconds ?? 0) * 1000;
    yield sleep(timers, Math.max(0, firstMs - timers.nowMs()));
    const thresholds = { success: probe.successThreshold ?? 1, failure: probe.failureThreshold ?? 3 };
    for (;;) {
      const attemptedMs = timers.nowMs();
      // Until it has started, only the startup probe is tried.
      if (kind === 'startup' || this.hasStarted(container, instance)) {
        const attempt = yield* this.#attempt(kind, probe, container, instance);
        if (attempt !== 'error') {
          const before = worker.count.verdict;
          worker.count = countAttempt(worker.count, attempt, thresholds);
          const { verdict } = worker.count;
          if (verdict !== before) this.#onChange();
          // The container is about to be killed, or has started: this worker's work is done.
          if (kind !== 'readiness' && verdict === 'failure') return;
          if (kind === 'startup' && verdict === 'success') return;
        }
      }
      const spentMs = timers.nowMs() - attemptedMs;
      yield sleep(timers, Math.max(1, (probe.periodSeconds ?? 10) * 1000 - spentMs));
    }
  }

  *#attempt(
    kind: ProbeKind,
    probe: Probe,
    container: RuledContainer,
    instance: ContainerInstance,
  ): Task<'success' | 'failure' | 'error'> {
    if (probe.exec === undefined) return yield* this.#attemptOverNetwork(kind, probe, container);
    const command = probe.exec.command ?? [];
    const timeoutSeconds = probe.timeoutSeconds ?? 1;
    let outcome: ExecOutcome | undefined;
    const { runtime, timers, random } = this.#node;
    const target = { runtime, podUid: this.#pod().metadata.uid, instanceId: instance.id };
    yield either(
      execAndWait(
        target,
        command,
        () => newHexId(random),
        (result) => (outcome = result),
      ),
      sleep(timers, timeoutSeconds * 1000),
      () => undefined,
    );
    if (outcome?.kind === 'exited' && outcome.exitCode === 0) return 'success';
    if (outcome?.kind === 'error') {
      const message = `${eventNames[kind]} probe errored and resulted in unknown state: rpc error: code = Unknown desc = ${outcome.message}`;
      this.#unhealthy(container, message);
      return 'error';
    }
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
        this.#unhealthy(container, `${name} probe errored and resulted in unknown state: ${outcome.message}`);
        return 'error';
    }
  }

  #unhealthy(container: RuledContainer, message: string): void {
    containerEvent(this.#node, { pod: this.#pod() }, container.name, { type: 'Warning', reason: 'Unhealthy', message });
  }
}

function workerKey(kind: ProbeKind, { id }: ContainerInstance): string {
  return `${id}/${kind}`;
}
