import { deepEqual, type FieldError, fieldErrors, statuses, type Stored } from '@podlab/apimachinery';
import type { Service, ServicePort, ServiceSpec } from 'kubernetes-types/core/v1';
import { isExternallyAccessible } from '../defaults/service-defaults.ts';
import { clusterIpFaults } from '../validation/networking/cluster-ip.ts';
import type { AdmissionContext } from './admission-context.ts';

/** `--service-cluster-ip-range` of a kubeadm cluster, as in kind: 10.96.0.0/16. */
const clusterIpPrefix = '10.96';
const addressCount = 65_536;
/** Addresses at the start of the range that are given out only when asked for. @see pkg/registry/core/service/ipallocator */
const reservedAddresses = 256;
const firstNodePort = 30_000;
const nodePortCount = 2768;
const reservedNodePorts = 86;

/**
 * Gives a Service its cluster IP and node ports: those it asks for, those it has, or free ones at random; takes from it
 * what it had and another type does not have. Changes the draft.
 * @throws StatusError when one it asks for is taken or not the cluster's to give
 * @see pkg/registry/core/service/storage/alloc.go (v1.36)
 */
export function allocateServiceAddresses(
  service: Service,
  old: Stored<Service> | undefined,
  context: AdmissionContext,
): void {
  const { spec } = service;
  if (!spec) return;
  followClusterIp(spec, old?.spec);
  if (old?.spec) dropWhatTypeLacks(spec, old.spec);
  if (spec.type !== 'ExternalName') allocateClusterIp(service, spec, old, context);
  allocateNodePorts(service, spec, old, context);
  allocateHealthCheckPort(spec, old, context);
}

/** Clients that know the one address only are understood: the list follows it. */
function followClusterIp(spec: ServiceSpec, old: ServiceSpec | undefined): void {
  const isListKept = old ? deepEqual(spec.clusterIPs, old.clusterIPs) : !spec.clusterIPs?.length;
  if (!isListKept || (spec.clusterIP ?? '') === (old?.clusterIP ?? '')) return;
  if (spec.clusterIP) spec.clusterIPs = [spec.clusterIP];
  else delete spec.clusterIPs;
}

function dropWhatTypeLacks(spec: ServiceSpec, old: ServiceSpec): void {
  if (spec.type === 'ExternalName' && old.type !== 'ExternalName') {
    const addresses = ['clusterIP', 'clusterIPs', 'ipFamilies', 'ipFamilyPolicy'] as const;
    for (const field of addresses) if (deepEqual(spec[field], old[field])) delete spec[field];
  }
  if (spec.type !== 'LoadBalancer') {
    const balancing = ['healthCheckNodePort', 'allocateLoadBalancerNodePorts', 'loadBalancerClass'] as const;
    for (const field of balancing) if (deepEqual(spec[field], old[field])) delete spec[field];
  }
  if (!isExternallyAccessible(spec) && spec.externalTrafficPolicy === old.externalTrafficPolicy) {
    delete spec.externalTrafficPolicy;
  }
}

function allocateClusterIp(
  service: Service,
  spec: ServiceSpec,
  old: Stored<Service> | undefined,
  context: AdmissionContext,
): void {
  const refuse = (faults: readonly FieldError[]) =>
    statuses.invalid({ group: '', kind: 'Service' }, service.metadata?.name ?? '', faults);
  const faults = clusterIpFaults(spec);
  if (faults.length > 0) throw refuse(faults);
  const present = old?.spec?.type === 'ExternalName' ? undefined : old?.spec?.clusterIP;
  const wanted = spec.clusterIP || present;
  if (wanted && wanted !== 'None' && present === undefined) {
    const fault = cannotAllocate(wanted, context);
    if (fault !== undefined) {
      throw refuse([fieldErrors.invalid('spec.clusterIPs', [wanted], `failed to allocate IP ${wanted}: ${fault}`)]);
    }
  }
  // One that selects nothing may have endpoints of whatever family.
  const isOpen = wanted === 'None' && Object.keys(spec.selector ?? {}).length === 0;
  const unfit = isOpen ? [] : familyFaults(spec);
  if (unfit.length > 0) throw refuse(unfit);
  spec.clusterIP = wanted || freeClusterIp(context);
  spec.clusterIPs = [spec.clusterIP];
  spec.ipFamilyPolicy ??= old?.spec?.ipFamilyPolicy ?? (isOpen ? 'RequireDualStack' : 'SingleStack');
  spec.ipFamilies ??= old?.spec?.ipFamilies ? [...old.spec.ipFamilies] : ['IPv4'];
  if (isOpen && spec.ipFamilyPolicy !== 'SingleStack' && spec.ipFamilies.length === 1) {
    spec.ipFamilies.push(spec.ipFamilies[0] === 'IPv4' ? 'IPv6' : 'IPv4');
  }
}

/** Faults of families that the cluster has no addresses of. */
function familyFaults({ ipFamilyPolicy, ipFamilies = [], clusterIPs = [] }: ServiceSpec): FieldError[] {
  const foreign = clusterIPs.findIndex((ip) => ip.includes(':'));
  if (foreign >= 0 && foreign >= ipFamilies.length) {
    const path = `spec.clusterIPs[${foreign}]`;
    return [fieldErrors.invalid(path, clusterIPs, 'IPv6 is not configured on this cluster')];
  }
  return [
    ...(ipFamilyPolicy === 'RequireDualStack'
      ? [
          fieldErrors.invalid(
            'spec.ipFamilyPolicy',
            ipFamilyPolicy,
            'this cluster is not configured for dual-stack services',
          ),
        ]
      : []),
    ...ipFamilies.flatMap((family, index) =>
      family === 'IPv4'
        ? []
        : [fieldErrors.invalid(`spec.ipFamilies[${index}]`, family, 'not configured on this cluster')],
    ),
  ];
}

function cannotAllocate(address: string, context: AdmissionContext): string | undefined {
  if (!address.startsWith(`${clusterIpPrefix}.`)) {
    if (!context.dryRun) return 'the provided network does not match the current range';
    const range = `${clusterIpPrefix}.0.0/16`;
    return `the provided IP (${address}) is not in the valid range. The range of valid IPs is ${range}`;
  }
  return isTaken(context, 'clusterIP', address) ? 'provided IP is already allocated' : undefined;
}

function freeClusterIp(context: AdmissionContext): string {
  for (;;) {
    const offset = reservedAddresses + context.random.below(addressCount - reservedAddresses - 1);
    const address = `${clusterIpPrefix}.${offset >>> 8}.${offset & 255}`;
    if (!isTaken(context, 'clusterIP', address)) return address;
  }
}

function allocateNodePorts(
  service: Service,
  spec: ServiceSpec,
  old: Stored<Service> | undefined,
  context: AdmissionContext,
): void {
  const isBalanced = spec.type === 'LoadBalancer';
  const mayHavePorts = spec.type === 'NodePort' || isBalanced;
  const needsPorts = mayHavePorts && !(isBalanced && spec.allocateLoadBalancerNodePorts === false);
  /** Ports of the Service by the node port that they have got. */
  const mine = new Map<number, number>();
  for (const [index, port] of (spec.ports ?? []).entries()) {
    const before = old?.spec?.ports?.find((other) => other.port === port.port && other.protocol === port.protocol);
    if (!mayHavePorts) {
      if (port.nodePort && port.nodePort === before?.nodePort) delete port.nodePort;
      continue;
    }
    if (!port.nodePort && before?.nodePort) port.nodePort = before.nodePort;
    if (port.nodePort) {
      const isOld = old?.spec?.ports?.some((other) => other.nodePort === port.nodePort) ?? false;
      const fault = isOld ? undefined : cannotTakePort(port, mine, old !== undefined, context);
      if (fault !== undefined) throw portRefused(service, index, port.nodePort, fault);
    } else if (needsPorts) {
      port.nodePort = freeNodePort(context, mine);
    } else continue;
    mine.set(port.nodePort, port.port);
  }
}

function freeNodePort(context: AdmissionContext, mine: ReadonlyMap<number, unknown> | ReadonlySet<number>): number {
  for (;;) {
    const port = firstNodePort + reservedNodePorts + context.random.below(nodePortCount - reservedNodePorts);
    if (!mine.has(port) && !isTaken(context, 'nodePort', String(port))) return port;
  }
}

function isTaken({ store }: AdmissionContext, index: string, value: string): boolean {
  return store.byIndex('services', index, value).length > 0;
}

/** A write that is only tried takes no port, and so does not learn that it is none of the cluster's. */
function cannotTakePort(
  { nodePort = 0, port }: ServicePort,
  mine: ReadonlyMap<number, number>,
  isUpdate: boolean,
  context: AdmissionContext,
): string | undefined {
  const before = mine.get(nodePort);
  // The same port by another protocol shares it.
  if (before !== undefined && (isUpdate || before === port)) return undefined;
  if (before !== undefined || isTaken(context, 'nodePort', String(nodePort))) {
    return 'provided port is already allocated';
  }
  const last = firstNodePort + nodePortCount - 1;
  if (context.dryRun || (nodePort >= firstNodePort && nodePort <= last)) return undefined;
  return `provided port is not in the valid range. The range of valid ports is ${firstNodePort}-${last}`;
}

function allocateHealthCheckPort(spec: ServiceSpec, old: Stored<Service> | undefined, context: AdmissionContext): void {
  if (spec.type !== 'LoadBalancer' || spec.externalTrafficPolicy !== 'Local' || spec.healthCheckNodePort) return;
  const taken = new Set((spec.ports ?? []).map(({ nodePort }) => nodePort ?? 0));
  spec.healthCheckNodePort = old?.spec?.healthCheckNodePort ?? freeNodePort(context, taken);
}

function portRefused(service: Service, index: number, port: number, fault: string) {
  return statuses.invalid({ group: '', kind: 'Service' }, service.metadata?.name ?? '', [
    fieldErrors.invalid(`spec.ports[${index}].nodePort`, port, fault),
  ]);
}
