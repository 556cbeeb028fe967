import type { Pod, PodSpec, ResourceRequirements } from 'kubernetes-types/core/v1';
import { formatAmounts } from '../quota/amounts.ts';
import { podAmounts } from '../quota/pod-amounts.ts';
import { isHugePages } from '../validation/resource-names.ts';
import { defaultContainer, defaultHostPorts, defaultRequests } from './container-defaults.ts';
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
  for (const container of containersOf(spec)) defaultContainer(container);
  for (const volume of spec.volumes ?? []) defaultVolume(volume);
}

/** Fills in what a Pod leaves out, beyond what a template would get. Changes it in place. */
export function defaultPod(pod: Pod): void {
  const spec = (pod.spec ??= {} as PodSpec);
  defaultPodSpec(spec);
  // The API's conversion does this, to Pods alone.
  if ((spec.terminationGracePeriodSeconds ?? 0) < 0) spec.terminationGracePeriodSeconds = 1;
  spec.enableServiceLinks ??= true;
  for (const container of [...(spec.initContainers ?? []), ...(spec.containers ?? [])]) {
    defaultRequests(container);
    if (spec.hostNetwork) defaultHostPorts(container);
  }
  defaultPodResources(spec);
}

/**
 * What a Pod as a whole asks for follows from what its containers do, or from what it is limited to; its huge pages from
 * those of its containers.
 */
function defaultPodResources(spec: PodSpec): void {
  const { resources } = spec as PodSpec & { resources?: ResourceRequirements };
  if (!resources || Object.keys({ ...resources.limits, ...resources.requests }).length === 0) return;
  const { resources: _, ...containers } = spec as PodSpec & { resources?: ResourceRequirements };
  const together = (field: 'limits' | 'requests') => formatAmounts(podAmounts({ spec: containers }, field));
  const pick = (amounts: Readonly<Record<string, string>>, isPicked: (name: string) => boolean) =>
    Object.fromEntries(Object.entries(amounts).filter(([name]) => isPicked(name)));
  const pages = pick(together('limits'), (name) => isHugePages(name) && resources.requests?.[name] === undefined);
  const limits = { ...pages, ...resources.limits };
  if (Object.keys(limits).length === 0) return;
  resources.limits = limits;
  const whole = (name: string) => name === 'cpu' || name === 'memory' || isHugePages(name);
  const asked = pick(together('requests'), (name) => whole(name) && !isHugePages(name));
  const requests = { ...pick(limits, whole), ...asked, ...resources.requests };
  if (Object.keys(requests).length > 0) resources.requests = requests;
}

function containersOf(spec: PodSpec) {
  return [...(spec.initContainers ?? []), ...(spec.containers ?? []), ...(spec.ephemeralContainers ?? [])];
}
