import type { NodeServices, PodRecord } from '../node/node-services.ts';
import { withReadiness } from '../status/pod-conditions.ts';
import type { VerdictChange } from './pod-probes.ts';
import type { ContainerStatusRecord } from '../pod-types.ts';
import { isTerminalPhase } from '../status/status-manager.ts';

/**
 * Writes into a Pod's status what a probe has come to say of a container that it shows: whether that has started, or
 * whether it is ready, with the Pod's readiness. Nothing else in the status changes; the next sync does the rest.
 * @see kubernetes v1.36 pkg/kubelet/status/status_manager.go SetContainerStartup, SetContainerReadiness
 */
export function showVerdict(node: NodeServices, { pod }: PodRecord, change: VerdictChange): void {
  const { namespace, name, uid } = pod.metadata;
  const current = node.api.get('pods', namespace, name);
  if (current?.metadata.uid !== uid || change.kind === 'liveness') return;
  const status = node.statuses.latest(pod);
  if (status === undefined || isTerminalPhase(status.phase)) return;
  const field = change.kind === 'startup' ? 'started' : 'ready';
  const isNews = (container: ContainerStatusRecord) =>
    container.containerID === `containerd://${change.instanceId}` && container[field] !== change.isPassed;
  const { initContainerStatuses: init, containerStatuses: apps } = status;
  if (!init?.some(isNews) && !apps?.some(isNews)) return;
  const shown = (container: ContainerStatusRecord) =>
    isNews(container) ? { ...container, [field]: change.isPassed } : container;
  const next = {
    ...status,
    ...(init && { initContainerStatuses: init.map(shown) }),
    ...(apps && { containerStatuses: apps.map(shown) }),
  };
  const conditions =
    field === 'ready'
      ? withReadiness({ ...pod, metadata: current.metadata }, next, node.timers.nowMs())
      : status.conditions;
  node.statuses.write(pod, { ...next, conditions }, true);
}
