import type { ContainerInstance } from '../../runtime/ports.ts';
import { runLifecycleHook } from './lifecycle-hook.ts';
import { containerEvent, type NodeServices, type PodRecord, runningInstances } from '../node/node-services.ts';
import { findContainer, type RuledContainer } from '../pod-types.ts';
import { either, runAll, runTask, sleep, type Task, type Wait } from '../task.ts';
import { minimumStopGraceSeconds, terminationOrder } from '../termination/termination-order.ts';

export interface KillOptions {
  /** The text of the `Killing` event. */
  readonly message: string;
  readonly graceSeconds: number;
  /** Between preStop and TERM: others have to go first. Given up when the grace is used up. */
  readonly turn?: Wait;
}

/**
 * Ends one running container: preStop, its turn, TERM, and KILL when its grace is used up.
 * @see kubernetes v1.36 pkg/kubelet/kuberuntime/kuberuntime_container.go killContainer; fidelity.md 2.8, 2.9
 */
export function* killContainer(
  node: NodeServices,
  record: PodRecord,
  container: RuledContainer,
  instance: ContainerInstance,
  options: KillOptions,
): Task {
  const { timers, runtime } = node;
  const startedMs = timers.nowMs();
  const leftMs = () => Math.max(0, startedMs + options.graceSeconds * 1000 - timers.nowMs());
  containerEvent(node, record, container.name, { type: 'Normal', reason: 'Killing', message: options.message });
  const preStop = container.lifecycle?.preStop;
  if (preStop && options.graceSeconds > 0) {
    let fault: string | undefined = 'the grace period is over';
    const hook = runLifecycleHook(node, record.pod, container, instance, preStop);
    yield either(
      (resume) => {
        const running = runTask(hook, (result) => {
          fault = result;
          resume();
        });
        return () => running.cancel();
      },
      sleep(timers, leftMs()),
      () => undefined,
    );
    if (fault !== undefined) {
      const message = 'PreStopHook failed';
      containerEvent(node, record, container.name, { type: 'Warning', reason: 'FailedPreStopHook', message });
    }
  }
  if (options.turn) yield either(options.turn, sleep(timers, leftMs()), () => undefined);
  const stopGraceMs = Math.max(minimumStopGraceSeconds * 1000, leftMs());
  yield (resume) => runtime.stopContainer(record.pod.metadata.uid, instance.id, stopGraceMs, resume);
}

/** Ends all running containers of a Pod side by side, each in its turn. */
export function* killPod(node: NodeServices, record: PodRecord, graceSeconds: number): Task {
  const podUid = record.pod.metadata.uid;
  const order = terminationOrder(record.pod.spec);
  const alive = new Set<string>();
  const waiting: (() => void)[] = [];
  const kills = runningInstances(node.runtime.inspect(podUid).instances).flatMap((instance) => {
    const container = findContainer(record.pod.spec, instance.name);
    if (container === undefined) return [];
    alive.add(container.name);
    return [{ container, instance }];
  });
  const turnOf = (name: string): Wait => {
    const isMyTurn = () => !(order.get(name) ?? []).some((other) => alive.has(other));
    return (resume) => {
      if (isMyTurn()) resume();
      else waiting.push(() => isMyTurn() && resume());
    };
  };
  function* kill(container: RuledContainer, instance: ContainerInstance): Task {
    const message = `Stopping container ${container.name}`;
    yield* killContainer(node, record, container, instance, { message, graceSeconds, turn: turnOf(container.name) });
    alive.delete(container.name);
    for (const ask of waiting) ask();
  }
  yield runAll(kills.map(({ container, instance }) => kill(container, instance)));
}
