import type { Pod, PodSpec } from 'kubernetes-types/core/v1';
import { defaultContainer, defaultRequests } from './container-defaults.ts';
import { defaultVolume } from './volume-defaults.ts';

/**
 * Fills in what the spec of a Pod, or of a Pod template, leaves out. Changes it in place.
 * @see pkg/apis/core/v1/defaults.go (v1.36)
 */
export function defaultPodSpec(spec: PodSpec): void {
  spec.restartPolicy ||= 'Always';
  spec.dnsPolicy ||= 'ClusterFirst';
  spec.schedulerName ||= 'default-scheduler';
  spec.securityContext ??= {};
  spec.terminationGracePeriodSeconds ??= 30;
  const account = spec.serviceAccountName || spec.serviceAccount;
  if (account) {
    spec.serviceAccountName = account;
    spec.serviceAccount = account;
  }
  const hostNetwork = spec.hostNetwork ?? false;
  for (const container of containersOf(spec)) defaultContainer(container, hostNetwork);
  for (const volume of spec.volumes ?? []) defaultVolume(volume);
}

/** Fills in what a Pod leaves out, beyond what a template would get. Changes it in place. */
export function defaultPod(pod: Pod): void {
  const { spec } = pod;
  if (!spec) return;
  defaultPodSpec(spec);
  spec.enableServiceLinks ??= true;
  for (const container of [...(spec.initContainers ?? []), ...(spec.containers ?? [])]) defaultRequests(container);
}

function containersOf(spec: PodSpec) {
  return [...(spec.initContainers ?? []), ...(spec.containers ?? []), ...(spec.ephemeralContainers ?? [])];
}
