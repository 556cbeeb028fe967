import type { PodAffinityTerm, ResourceRequirements, WeightedPodAffinityTerm } from 'kubernetes-types/core/v1';
import type { StoredOf } from '../apiserver/local-api.ts';
import { sharedValue } from '../apiserver/objects/shared-value.ts';
import { type Amounts, podRequests, tellsWhatWasGiven } from './resources.ts';

/** A port of the host that a Pod takes. */
export interface HostPort {
  readonly ip: string;
  readonly protocol: string;
  readonly port: number;
}

/** What the scheduler looks at in a Pod, worked out once. */
export interface PodInfo {
  readonly pod: StoredOf<'pods'>;
  /** With what it has been given, while that is more than it asks for. */
  readonly requests: Amounts;
  /** As `requests`, but never nothing: for comparing nodes. */
  readonly scoredRequests: Amounts;
  readonly hostPorts: readonly HostPort[];
  readonly requiredAffinity: readonly PodAffinityTerm[];
  readonly requiredAntiAffinity: readonly PodAffinityTerm[];
  readonly preferredAffinity: readonly WeightedPodAffinityTerm[];
  readonly preferredAntiAffinity: readonly WeightedPodAffinityTerm[];
}

/** The Pod's priority, as admission worked it out; 0 without one. */
export function priorityOf({ spec }: StoredOf<'pods'>): number {
  return spec?.priority ?? 0;
}

export function podInfoOf(pod: StoredOf<'pods'>): PodInfo {
  const { podAffinity, podAntiAffinity } = pod.spec?.affinity ?? {};
  const { requests, scoredRequests } = needsOf(pod);
  return {
    pod,
    requests,
    scoredRequests,
    hostPorts: hostPortsOf(pod),
    requiredAffinity: podAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? none,
    requiredAntiAffinity: podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? none,
    preferredAffinity: podAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? none,
    preferredAntiAffinity: podAntiAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? none,
  };
}

/** As in `PodInfo`. */
export function requestsOf(pod: StoredOf<'pods'>): Amounts {
  return needsOf(pod).requests;
}

/** What a Pod asks for by its spec alone. */
export function specRequestsOf(spec: KnownNeeds['spec']): Amounts {
  return needsOf({ spec }).requests;
}

type Needs = Pick<PodInfo, 'requests' | 'scoredRequests'>;

interface KnownNeeds {
  readonly spec: NonNullable<StoredOf<'pods'>['spec']>;
  readonly needs: Needs;
}

/**
 * By the containers: a Pod's status is written several times with the same spec, and seldom says more than the spec
 * does; and what binds a Pod leaves its containers alone.
 */
const knownNeeds = new WeakMap<object, KnownNeeds>();

function needsOf({ spec, status }: Pick<StoredOf<'pods'>, 'spec' | 'status'>): Needs {
  const isSpecAll = spec !== undefined && !(status && tellsWhatWasGiven(status));
  const known = isSpecAll && knownNeeds.get(spec.containers);
  if (known && asksForTheSame(known.spec, spec)) return known.needs;
  const given = status ? { status } : {};
  const needs: Needs = {
    // Most Pods ask for the same as many others.
    requests: sharedValue(podRequests(spec, given)),
    scoredRequests: sharedValue(podRequests(spec, { assumeDefaults: true, ...given })),
  };
  if (isSpecAll) knownNeeds.set(spec.containers, { spec, needs });
  return needs;
}

/** Of two specs with the same containers. */
function asksForTheSame(a: KnownNeeds['spec'], b: KnownNeeds['spec']): boolean {
  type WithResources = { readonly resources?: ResourceRequirements };
  return (
    a === b ||
    (a.initContainers === b.initContainers &&
      a.overhead === b.overhead &&
      (a as WithResources).resources === (b as WithResources).resources)
  );
}

const none: readonly never[] = [];

/** The ports of the host that a Pod takes while it runs. */
export function hostPortsOf({ spec }: StoredOf<'pods'>): readonly HostPort[] {
  const sidecars = (spec?.initContainers ?? []).filter(({ restartPolicy }) => restartPolicy === 'Always');
  const containers = [...(spec?.containers ?? []), ...sidecars];
  if (!containers.some(({ ports }) => ports)) return none;
  return containers
    .flatMap(({ ports }) => ports ?? [])
    .filter(({ hostPort }) => hostPort)
    .map(({ hostPort, protocol, hostIP }) => ({
      ip: hostIP || '0.0.0.0',
      protocol: protocol ?? 'TCP',
      port: hostPort as number,
    }));
}
