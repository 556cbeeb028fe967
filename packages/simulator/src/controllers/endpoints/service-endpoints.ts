import type { EndpointPort, Pod, Service, ServicePort } from 'kubernetes-types/core/v1';
import type { StoredOf } from '../../apiserver/local-api.ts';
import { isPodReady, isPodTerminal } from '../objects/pod.ts';

/** A Pod as an endpoint of a Service. */
export interface ServiceEndpoint {
  readonly pod: StoredOf<'pods'>;
  readonly ip: string;
  /** Gets new connections: ready and not being deleted, or the Service does not care. */
  readonly ready: boolean;
  /** Answers, whether being deleted or not. */
  readonly serving: boolean;
  readonly terminating: boolean;
  /** The name of its own that the Pod has in the Service's domain. */
  readonly hostname?: string;
  /** The Service's ports as this Pod has them; named target ports that it lacks are left out. */
  readonly ports: readonly EndpointPort[];
}

/** Labels whose keys say that a Service has no address of its own. */
export const headlessLabel = 'service.kubernetes.io/headless';

/** Whether the Service chooses Pods by itself; endpoints of others are somebody else's. */
export function hasSelector(service: Pick<Service, 'spec'>): boolean {
  return Object.keys(service.spec?.selector ?? {}).length > 0 && service.spec?.type !== 'ExternalName';
}

export function isHeadless(service: Pick<Service, 'spec'>): boolean {
  return service.spec?.clusterIP === 'None';
}

/**
 * The Pod as an endpoint: it has an address and has not ended. Readiness flips the moment its deletion is asked for.
 * @returns undefined when it is none
 * @see k8s.io/endpointslice/utils.go podToEndpoint
 */
export function serviceEndpoint(
  service: Pick<Service, 'metadata' | 'spec'>,
  pod: StoredOf<'pods'>,
): ServiceEndpoint | undefined {
  const ip = pod.status?.podIP;
  if (!ip || isPodTerminal(pod)) return undefined;
  const terminating = pod.metadata.deletionTimestamp !== undefined;
  const serving = isPodReady(pod);
  return {
    pod,
    ip,
    ready: service.spec?.publishNotReadyAddresses === true || (serving && !terminating),
    serving,
    terminating,
    ...(isNamedBy(service, pod) && { hostname: pod.spec?.hostname ?? '' }),
    ports: (service.spec?.ports ?? []).flatMap((port) => endpointPort(port, pod.spec)),
  };
}

/** @see k8s.io/endpointslice/util ShouldSetHostname */
function isNamedBy({ metadata }: Pick<Service, 'metadata'>, { spec }: StoredOf<'pods'>): boolean {
  return Boolean(spec?.hostname) && spec?.subdomain === metadata?.name;
}

function endpointPort(port: ServicePort, spec: Pod['spec']): EndpointPort[] {
  const { name = '', protocol = 'TCP', appProtocol } = port;
  const number = targetPortNumber(port, spec);
  if (number === undefined) return [];
  return [{ name, protocol, port: number, ...(appProtocol ? { appProtocol } : {}) }];
}

function targetPortNumber({ targetPort, port, protocol = 'TCP' }: ServicePort, spec: Pod['spec']): number | undefined {
  if (typeof targetPort !== 'string') return targetPort || port;
  const sidecars = (spec?.initContainers ?? []).filter(({ restartPolicy }) => restartPolicy === 'Always');
  const named = [...(spec?.containers ?? []), ...sidecars]
    .flatMap(({ ports }) => ports ?? [])
    .find((candidate) => candidate.name === targetPort && (candidate.protocol ?? 'TCP') === protocol);
  return named?.containerPort;
}
