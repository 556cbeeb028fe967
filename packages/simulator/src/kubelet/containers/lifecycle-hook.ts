import { newHexId } from '@podlab/apimachinery';
import type { HTTPGetAction, LifecycleHandler } from 'kubernetes-types/core/v1';
import type { ContainerInstance } from '../../runtime/ports.ts';
import { execAndWait } from './exec-in-container.ts';
import { type HttpGetOutcome, httpGetAndWait } from '../../network/http-get.ts';
import { latencies } from '../latencies.ts';
import { portFault, resolvePort } from '../probes/network-probe.ts';
import type { NodeServices } from '../node/node-services.ts';
import { describePod, type RuledContainer, type StoredPod } from '../pod-types.ts';
import { sleep, type Task } from '../task.ts';
import { unevenMs } from './throttled-start.ts';

/**
 * Runs a postStart or preStop hook to its end.
 * @returns what went wrong, worded as the kubelet does; undefined when nothing did
 * @see kubernetes v1.36 pkg/kubelet/lifecycle/handlers.go
 */
export function* runLifecycleHook(
  node: NodeServices,
  pod: StoredPod,
  container: RuledContainer,
  instance: ContainerInstance,
  hook: LifecycleHandler,
): Task<string | undefined> {
  if (hook.sleep) {
    yield sleep(node.timers, hook.sleep.seconds * 1000);
    return undefined;
  }
  if (hook.httpGet) return yield* runHttpHook(node, pod, container, hook.httpGet);
  const command = hook.exec?.command;
  if (command === undefined) return undefined;
  let fault: string | undefined;
  yield sleep(node.timers, unevenMs(latencies.startExecMs, node.random));
  const target = { runtime: node.runtime, podUid: pod.metadata.uid, instanceId: instance.id };
  yield execAndWait(
    target,
    command,
    () => newHexId(node.random),
    (outcome) => {
      if (outcome.kind === 'exited' && outcome.exitCode === 0) return;
      const [error, output] =
        outcome.kind === 'error'
          ? [outcome.message, '']
          : [`command '${command.join(' ')}' exited with ${outcome.exitCode}: `, outcome.output];
      fault =
        `Exec lifecycle hook ([${command.join(' ')}]) for Container "${container.name}" in Pod "${describePod(pod)}" ` +
        `failed - error: ${error}, message: ${JSON.stringify(output)}`;
    },
  );
  return fault;
}

/** Any answer will do, whatever its status says. */
function* runHttpHook(
  node: NodeServices,
  pod: StoredPod,
  container: RuledContainer,
  httpGet: HTTPGetAction,
): Task<string | undefined> {
  const path = httpGet.path ?? '/';
  const port = resolvePort(httpGet.port, container);
  const failed = (error: string) =>
    `HTTP lifecycle hook (${path}) for Container "${container.name}" in Pod "${describePod(pod)}" failed - error: ${error}`;
  if (port === undefined) return failed(portFault(httpGet.port));
  let outcome: HttpGetOutcome | undefined;
  const target = {
    scheme: httpGet.scheme === 'HTTPS' ? 'HTTPS' : 'HTTP',
    host: httpGet.host || (node.runtime.networkOf(pod.metadata.uid)?.address ?? ''),
    port,
    path,
    headers: httpGet.httpHeaders ?? [],
    userAgent: 'kube-lifecycle/1.36',
  } as const;
  yield httpGetAndWait(node.network.host, target, (result) => (outcome = result));
  return outcome?.kind === 'failed' ? failed(outcome.error) : undefined;
}
