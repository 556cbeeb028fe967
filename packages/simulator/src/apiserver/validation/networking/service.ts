import {
  deepEqual,
  dnsLabelFaults,
  dnsSubdomainFaults,
  fieldErrors,
  type FieldError,
  labelKeyFaults,
  type Stored,
} from '@podlab/apimachinery';
import type { Service, ServicePort, ServiceSpec } from 'kubernetes-types/core/v1';
import { isExternallyAccessible } from '../../defaults/service-defaults.ts';
import { reachableAddressFaults, blockFaults } from './addresses.ts';
import { clusterIpFaults } from './cluster-ip.ts';
import { validateLabels } from '../metadata.ts';
import { optionalOneOf, portNumber, portOrName, requiredOneOf } from '../numbers.ts';
import { protocols } from '../protocols.ts';

const types = ['ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort'];
const distributions = ['PreferClose', 'PreferSameZone', 'PreferSameNode'];
const longestAffinitySeconds = 86_400;

/** @see pkg/apis/core/validation/validation.go `validateService` (v1.36), as are the others here */
export function validateService({ spec = {} }: Service): FieldError[] {
  const { ports = [], type } = spec;
  const isHeadless = isHeadlessSpec(spec);
  const faults: FieldError[] = [];
  if (ports.length === 0 && !isHeadless && type !== 'ExternalName') faults.push(fieldErrors.required('spec.ports'));
  if (isHeadless && (type === 'LoadBalancer' || type === 'NodePort')) {
    faults.push(fieldErrors.invalid('spec.clusterIPs[0]', 'None', `may not be set to 'None' for ${type} services`));
  }
  return [
    ...faults,
    ...(type === 'ExternalName' ? externalNameFaults(spec) : []),
    ...ports.flatMap((port, index) => portFaults(port, index, ports)),
    ...validateLabels(spec.selector, 'spec.selector'),
    ...affinityFaults(spec),
    ...clusterIpFaults(spec),
    ...(spec.externalIPs ?? []).flatMap((ip, index) => reachableAddressFaults(ip, `spec.externalIPs[${index}]`)),
    ...requiredOneOf(type, types, 'spec.type'),
    ...(type === 'ClusterIP' ? ports.flatMap(nodePortFaults) : []),
    ...repeatedFaults(ports),
    ...balancerFaults(spec),
    ...trafficFaults(spec),
  ];
}

/** What may not change in a Service, before what may not be at all. */
export function validateServiceUpdate(object: Service, { spec: old = {} }: Stored<Service>): FieldError[] {
  const { spec = {} } = object;
  const faults = clusterIpChanges(spec, old);
  if (spec.type === 'LoadBalancer' && old.type === 'LoadBalancer') {
    if (spec.loadBalancerClass !== old.loadBalancerClass) {
      faults.push(fieldErrors.invalid('spec.loadBalancerClass', spec.loadBalancerClass, 'may not change once set'));
    }
    const isLocal = [spec, old].every(({ externalTrafficPolicy }) => externalTrafficPolicy === 'Local');
    if (isLocal && spec.healthCheckNodePort !== old.healthCheckNodePort) {
      faults.push(fieldErrors.forbidden('spec.healthCheckNodePort', 'field is immutable'));
    }
  }
  return [...faults, ...validateService(object)];
}

function clusterIpChanges(spec: ServiceSpec, old: ServiceSpec): FieldError[] {
  if (spec.type === 'ExternalName' || old.type === 'ExternalName') return [];
  if (isHeadlessSpec(spec) && isHeadlessSpec(old)) return [];
  const after = spec.clusterIPs ?? [];
  return (old.clusterIPs ?? []).flatMap((ip, index) =>
    after[index] === ip ? [] : [fieldErrors.invalid(`spec.clusterIPs[${index}]`, after, 'may not change once set')],
  );
}

function isHeadlessSpec({ clusterIPs = [] }: ServiceSpec): boolean {
  return deepEqual(clusterIPs, ['None']);
}

function externalNameFaults({ clusterIPs, ipFamilies, ipFamilyPolicy, externalName = '' }: ServiceSpec): FieldError[] {
  const detail = 'may not be set for ExternalName services';
  const name = externalName.replace(/\.$/, '');
  return [
    ...(clusterIPs?.length ? [fieldErrors.forbidden('spec.clusterIPs', detail)] : []),
    ...(ipFamilies?.length ? [fieldErrors.forbidden('spec.ipFamilies', detail)] : []),
    ...(ipFamilyPolicy === undefined ? [] : [fieldErrors.forbidden('spec.ipFamilyPolicy', detail)]),
    ...(name === ''
      ? [fieldErrors.required('spec.externalName')]
      : fieldErrors.invalidEach('spec.externalName', name, dnsSubdomainFaults(name))),
  ];
}

function portFaults(port: ServicePort, index: number, ports: readonly ServicePort[]): FieldError[] {
  const { name = '', appProtocol } = port;
  const path = `spec.ports[${index}]`;
  const faults: FieldError[] = [];
  if (name === '' && ports.length > 1) faults.push(fieldErrors.required(`${path}.name`));
  if (name !== '') {
    faults.push(...fieldErrors.invalidEach(`${path}.name`, name, dnsLabelFaults(name)));
    if (ports.findIndex((other) => other.name === name) < index)
      faults.push(fieldErrors.duplicate(`${path}.name`, name));
  }
  return [
    ...faults,
    ...portNumber(port.port ?? 0, `${path}.port`),
    ...requiredOneOf(port.protocol, protocols, `${path}.protocol`),
    ...portOrName(port.targetPort ?? 0, `${path}.targetPort`),
    ...(appProtocol === undefined
      ? []
      : fieldErrors.invalidEach(`${path}.appProtocol`, appProtocol, labelKeyFaults(appProtocol))),
  ];
}

function affinityFaults({ sessionAffinity, sessionAffinityConfig }: ServiceSpec): FieldError[] {
  const path = 'spec.sessionAffinityConfig';
  const seconds = sessionAffinityConfig?.clientIP?.timeoutSeconds;
  const faults = requiredOneOf(sessionAffinity, ['ClientIP', 'None'], 'spec.sessionAffinity');
  if (sessionAffinity === 'None' && sessionAffinityConfig) {
    return [...faults, fieldErrors.forbidden(path, 'must not be set when session affinity is None')];
  }
  if (sessionAffinity !== 'ClientIP' || (seconds !== undefined && seconds > 0 && seconds <= longestAffinitySeconds)) {
    return faults;
  }
  const detail = `must be greater than 0 and less than ${longestAffinitySeconds}`;
  return [...faults, fieldErrors.invalid(`${path}.clientIP.timeoutSeconds`, seconds, detail)];
}

function nodePortFaults({ nodePort }: ServicePort, index: number): FieldError[] {
  if (!nodePort) return [];
  return [fieldErrors.forbidden(`spec.ports[${index}].nodePort`, "may not be used when `type` is 'ClusterIP'")];
}

function repeatedFaults(ports: readonly ServicePort[]): FieldError[] {
  const isRepeated = (index: number, isSame: (other: ServicePort) => boolean) => ports.findIndex(isSame) < index;
  return [
    ...ports.flatMap(({ nodePort, protocol }, index) =>
      nodePort && isRepeated(index, (other) => other.nodePort === nodePort && other.protocol === protocol)
        ? [fieldErrors.duplicate(`spec.ports[${index}].nodePort`, nodePort)]
        : [],
    ),
    ...ports.flatMap(({ port, protocol }, index) => {
      if (!isRepeated(index, (other) => other.port === port && other.protocol === protocol)) return [];
      const key = { Name: '', Protocol: protocol, AppProtocol: null, Port: port, TargetPort: 0, NodePort: 0 };
      return [fieldErrors.duplicate(`spec.ports[${index}]`, key)];
    }),
  ];
}

function balancerFaults(spec: ServiceSpec): FieldError[] {
  const { loadBalancerClass: name, loadBalancerSourceRanges: ranges = [] } = spec;
  const isBalancer = spec.type === 'LoadBalancer';
  const onlyBalancer = (field: string) =>
    fieldErrors.forbidden(field, "may only be used when `type` is 'LoadBalancer'");
  const path = 'spec.LoadBalancerSourceRanges';
  return [
    ...(ranges.length > 0 && !isBalancer ? [onlyBalancer(path)] : []),
    ...ranges.flatMap((range, index) => blockFaults(range.trim(), `${path}[${index}]`)),
    ...(spec.allocateLoadBalancerNodePorts !== undefined && !isBalancer
      ? [onlyBalancer('spec.allocateLoadBalancerNodePorts')]
      : []),
    ...(name !== undefined && !isBalancer ? [onlyBalancer('spec.loadBalancerClass')] : []),
    ...(name !== undefined && isBalancer
      ? fieldErrors.invalidEach('spec.loadBalancerClass', name, labelKeyFaults(name))
      : []),
  ];
}

function trafficFaults(spec: ServiceSpec): FieldError[] {
  const { externalTrafficPolicy: external, healthCheckNodePort: port } = spec;
  const { trafficDistribution } = spec as { readonly trafficDistribution?: string };
  const needsCheck = spec.type === 'LoadBalancer' && external === 'Local';
  const policy = 'spec.externalTrafficPolicy';
  const check = 'spec.healthCheckNodePort';
  const onlyLocal = "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'";
  return [
    ...(isExternallyAccessible(spec) ? requiredOneOf(external, ['Cluster', 'Local'], policy) : []),
    ...(external && !isExternallyAccessible(spec)
      ? [fieldErrors.invalid(policy, external, 'may only be set for externally-accessible services')]
      : []),
    ...(port && !needsCheck ? [fieldErrors.invalid(check, port, onlyLocal)] : []),
    ...(port && needsCheck ? portNumber(port, check) : []),
    ...optionalOneOf(spec.internalTrafficPolicy, ['Cluster', 'Local'], 'spec.internalTrafficPolicy'),
    ...optionalOneOf(trafficDistribution, distributions, 'spec.trafficDistribution'),
  ];
}
