import { fieldErrors, statuses, type Stored } from '@podlab/apimachinery';
import type { Service, ServiceSpec } from 'kubernetes-types/core/v1';
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
 * Gives a Service its cluster IP and node ports: those it asks for, those it has, or free ones at random.
 * Changes the draft.
 * @throws StatusError when one it asks for is taken
 */
export function allocateServiceAddresses(
  service: Service,
  old: Stored<Service> | undefined,
  context: AdmissionContext,
): void {
  const { spec } = service;
  if (!spec || spec.type === 'ExternalName') {
    if (spec)
      for (const field of ['clusterIP', 'clusterIPs', 'ipFamilies', 'ipFamilyPolicy'] as const) delete spec[field];
    return;
  }
  allocateClusterIp(service, spec, old, context);
  allocateNodePorts(service, spec, old, context);
}

function allocateClusterIp(
  service: Service,
  spec: ServiceSpec,
  old: Stored<Service> | undefined,
  context: AdmissionContext,
): void {
  const present = old?.spec?.clusterIP;
  const wanted = spec.clusterIP || present;
  if (wanted && wanted !== 'None' && wanted !== present && isTaken(context, 'clusterIP', wanted)) {
    throw statuses.invalid({ group: '', kind: 'Service' }, service.metadata?.name ?? '', [
      fieldErrors.invalid(
        'spec.clusterIPs',
        [wanted],
        `failed to allocate IP ${wanted}: provided IP is already allocated`,
      ),
    ]);
  }
  spec.clusterIP = wanted || freeClusterIp(context);
  spec.clusterIPs = [spec.clusterIP];
  spec.ipFamilies ??= old?.spec?.ipFamilies ? [...old.spec.ipFamilies] : ['IPv4'];
  spec.ipFamilyPolicy ??= 'SingleStack';
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
  const needsPorts =
    spec.type === 'NodePort' || (spec.type === 'LoadBalancer' && spec.allocateLoadBalancerNodePorts !== false);
  const mine = new Set<number>();
  for (const [index, port] of (spec.ports ?? []).entries()) {
    const before = old?.spec?.ports?.find((other) => other.port === port.port && other.protocol === port.protocol);
    if (!needsPorts) {
      if (port.nodePort && port.nodePort === before?.nodePort) delete port.nodePort;
      continue;
    }
    if (!port.nodePort && before?.nodePort) port.nodePort = before.nodePort;
    if (port.nodePort) {
      const isMine = old?.spec?.ports?.some((other) => other.nodePort === port.nodePort);
      if (!isMine && isTaken(context, 'nodePort', String(port.nodePort)))
        throw portTaken(service, index, port.nodePort);
    } else {
      port.nodePort = freeNodePort(context, mine);
    }
    mine.add(port.nodePort);
  }
}

function freeNodePort(context: AdmissionContext, mine: ReadonlySet<number>): number {
  for (;;) {
    const port = firstNodePort + reservedNodePorts + context.random.below(nodePortCount - reservedNodePorts);
    if (!mine.has(port) && !isTaken(context, 'nodePort', String(port))) return port;
  }
}

function isTaken({ store }: AdmissionContext, index: string, value: string): boolean {
  return store.byIndex('services', index, value).length > 0;
}

function portTaken(service: Service, index: number, port: number) {
  return statuses.invalid({ group: '', kind: 'Service' }, service.metadata?.name ?? '', [
    fieldErrors.invalid(`spec.ports[${index}].nodePort`, port, 'provided port is already allocated'),
  ]);
}
