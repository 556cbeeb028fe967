import type { PodSpec } from 'kubernetes-types/core/v1';
import type { ContainerInstance } from '../../runtime/ports.ts';
import type { RuledContainer } from '../pod-types.ts';

/**
 * Whether a container is to be started (again) now, leaving back-off aside.
 * @param newest its newest instance; undefined: it never ran
 * @see kubernetes v1.36 pkg/kubelet/container/helpers.go ShouldContainerBeRestarted
 */
export function shouldContainerBeRestarted(
  container: RuledContainer,
  spec: PodSpec,
  newest: ContainerInstance | undefined,
  isPodBeingDeleted: boolean,
): boolean {
  if (isPodBeingDeleted) return false;
  if (newest === undefined || newest.state === 'created') return true;
  if (newest.state === 'running') return false;
  return containerShouldRestart(container, spec, newest.exitCode ?? 0);
}

/**
 * Whether a container that exited with `exitCode` is restarted: the first matching rule of the container, else the
 * container's own policy, else the Pod's.
 * @see kubernetes v1.36 pkg/api/v1/pod/util.go ContainerShouldRestart
 */
export function containerShouldRestart(container: RuledContainer, spec: PodSpec, exitCode: number): boolean {
  if (container.restartPolicy !== undefined) {
    for (const { exitCodes } of container.restartPolicyRules ?? []) {
      const isListed = exitCodes?.values?.includes(exitCode) ?? false;
      if (exitCodes !== undefined && isListed === (exitCodes.operator === 'In')) return true;
    }
  }
  const policy = container.restartPolicy ?? spec.restartPolicy ?? 'Always';
  return policy === 'Always' || (policy === 'OnFailure' && exitCode !== 0);
}
