import { dnsLabelFaults, fieldErrors, type FieldError, type Stored } from '@podlab/apimachinery';
import type { Service, ServicePort, ServiceSpec } from 'kubernetes-types/core/v1';
import { validateLabels } from './metadata.ts';
import { oneOf, portNumber, portOrName } from './numbers.ts';

const types = ['ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort'];
const nodePorts = { first: 30_000, last: 32_767 };

/** @see pkg/apis/core/validation/validation.go `ValidateService` (v1.36) */
export function validateService({ spec }: Service): FieldError[] {
  if (!spec) return [fieldErrors.required('spec.ports')];
  const { ports = [], type, clusterIP } = spec;
  const isHeadless = clusterIP === 'None';
  const faults: FieldError[] = [];
  if (ports.length === 0 && !isHeadless && type !== 'ExternalName') faults.push(fieldErrors.required('spec.ports'));
  if (type === 'ExternalName' && !spec.externalName) faults.push(fieldErrors.required('spec.externalName'));
  if (type === 'LoadBalancer' && isHeadless) {
    faults.push(
      fieldErrors.invalid('spec.clusterIPs[0]', 'None', "may not be set to 'None' for LoadBalancer services"),
    );
  }
  return [
    ...faults,
    ...ports.flatMap((port, index) => servicePortFaults(port, index, spec)),
    ...validateLabels(spec.selector, 'spec.selector'),
    ...oneOf(spec.sessionAffinity, ['ClientIP', 'None'], 'spec.sessionAffinity'),
    ...oneOf(type, types, 'spec.type'),
  ];
}

export function validateServiceUpdate(object: Service, old: Stored<Service>): FieldError[] {
  const faults = validateService(object);
  const before = old.spec?.clusterIPs?.[0];
  const after = object.spec?.clusterIPs?.[0];
  if (before && after !== before && object.spec?.type !== 'ExternalName') {
    faults.push(fieldErrors.invalid('spec.clusterIPs[0]', object.spec?.clusterIPs, 'may not change once set'));
  }
  return faults;
}

function servicePortFaults(port: ServicePort, index: number, { ports = [] }: ServiceSpec): FieldError[] {
  const path = `spec.ports[${index}]`;
  const faults: FieldError[] = [];
  if (!port.name && ports.length > 1) faults.push(fieldErrors.required(`${path}.name`));
  if (port.name) {
    faults.push(...dnsLabelFaults(port.name).map((fault) => fieldErrors.invalid(`${path}.name`, port.name, fault)));
    if (ports.findIndex(({ name }) => name === port.name) < index) {
      faults.push(fieldErrors.duplicate(`${path}.name`, port.name));
    }
  }
  faults.push(
    ...portNumber(port.port, `${path}.port`),
    ...oneOf(port.protocol, ['SCTP', 'TCP', 'UDP'], `${path}.protocol`),
    ...portOrName(port.targetPort, `${path}.targetPort`),
  );
  const same = ports.findIndex((other) => other.port === port.port && other.protocol === port.protocol);
  if (same < index) faults.push(fieldErrors.duplicate(path, { protocol: port.protocol, port: port.port }));
  if (port.nodePort && (port.nodePort < nodePorts.first || port.nodePort > nodePorts.last)) {
    const detail = `provided port is not in the valid range. The range of valid ports is ${nodePorts.first}-${nodePorts.last}`;
    faults.push(fieldErrors.invalid(`${path}.nodePort`, port.nodePort, detail));
  }
  return faults;
}
