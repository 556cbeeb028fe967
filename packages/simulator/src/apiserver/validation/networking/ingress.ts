import {
  deepEqual,
  dnsLabelFaults,
  dnsSubdomainFaults,
  fieldErrors,
  type FieldError,
  type Stored,
  wildcardSubdomainFaults,
} from '@podlab/apimachinery';
import type { HTTPIngressPath, Ingress, IngressBackend, IngressClass } from 'kubernetes-types/networking/v1';
import { parseAddress } from './addresses.ts';
import { oneOf, portNameFaults, portNumber } from '../numbers.ts';

const classAnnotation = 'kubernetes.io/ingress.class';
const badParts = ['//', '/./', '/../', '%2f', '%2F'];
const badEnds = ['/..', '/.'];
const pathTypes = ['Exact', 'ImplementationSpecific', 'Prefix'];

/** @see pkg/apis/networking/validation/validation.go (v1.36), as are the others here */
export function validateIngress({ spec = {}, metadata }: Ingress): FieldError[] {
  const { rules = [], defaultBackend, tls = [], ingressClassName } = spec;
  const annotated = metadata?.annotations?.[classAnnotation];
  return [
    ...(rules.length === 0 && !defaultBackend
      ? [fieldErrors.invalid('spec', null, 'either `defaultBackend` or `rules` must be specified')]
      : []),
    ...(defaultBackend ? backendFaults(defaultBackend, 'spec.defaultBackend') : []),
    ...rules.flatMap(({ host = '', http }, index) => {
      const path = `spec.rules[${index}]`;
      return [
        ...(host === '' ? [] : ruleHostFaults(host, `${path}.host`)),
        ...(http && !http.paths?.length ? [fieldErrors.required(`${path}.http.paths`)] : []),
        ...(http?.paths ?? []).flatMap((one, at) => pathFaults(one, `${path}.http.paths[${at}]`)),
      ];
    }),
    ...tls.flatMap(({ hosts = [], secretName = '' }, index) => {
      const path = `spec.tls[${index}]`;
      return [
        ...hosts.flatMap((host, at) => hostFaults(host, `${path}.hosts[${at}]`)),
        ...(secretName === ''
          ? []
          : fieldErrors.invalidEach(`${path}.secretName`, secretName, dnsSubdomainFaults(secretName))),
      ];
    }),
    ...(ingressClassName === undefined
      ? []
      : fieldErrors.invalidEach('spec.ingressClassName', ingressClassName, dnsSubdomainFaults(ingressClassName))),
    ...(annotated !== undefined && ingressClassName !== undefined && annotated !== ingressClassName
      ? [
          fieldErrors.invalid(
            `annotations.${classAnnotation}`,
            annotated,
            'must match `ingressClassName` when both are specified',
          ),
        ]
      : []),
  ];
}

function ruleHostFaults(host: string, path: string): FieldError[] {
  return [
    ...(parseAddress(host) ? [fieldErrors.invalid(path, host, 'must be a DNS name, not an IP address')] : []),
    ...hostFaults(host, path),
  ];
}

function hostFaults(host: string, path: string): FieldError[] {
  return fieldErrors.invalidEach(path, host, (host.includes('*') ? wildcardSubdomainFaults : dnsSubdomainFaults)(host));
}

/** @see pkg/apis/networking/validation/validation.go (v1.36) */
export function validateIngressClass({ spec }: IngressClass): FieldError[] {
  return spec?.controller ? [] : [fieldErrors.required('spec.controller')];
}

/** Who serves a class stays. */
export function validateIngressClassUpdate(ingressClass: IngressClass, old: Stored<IngressClass>): FieldError[] {
  const faults = validateIngressClass(ingressClass);
  if (!deepEqual(ingressClass.spec?.controller, old.spec?.controller)) {
    faults.push(fieldErrors.invalid('spec.controller', ingressClass.spec?.controller, 'field is immutable'));
  }
  return faults;
}

function pathFaults({ path = '', pathType, backend }: Partial<HTTPIngressPath>, at: string): FieldError[] {
  if (!pathType) return [fieldErrors.required(`${at}.pathType`, 'pathType must be specified')];
  const isExact = pathType === 'Exact' || pathType === 'Prefix';
  const fault = (detail: string) => fieldErrors.invalid(`${at}.path`, path, detail);
  const faults = pathTypes.includes(pathType) ? [] : oneOf(pathType, pathTypes, `${at}.pathType`);
  if ((isExact || (path !== '' && faults.length === 0)) && !path.startsWith('/')) {
    faults.push(fault('must be an absolute path'));
  }
  if (isExact) {
    for (const part of badParts) if (path.includes(part)) faults.push(fault(`must not contain '${part}'`));
    for (const end of badEnds) if (path.endsWith(end)) faults.push(fault(`cannot end with '${end}'`));
  }
  return [...faults, ...backendFaults(backend ?? {}, `${at}.backend`)];
}

function backendFaults({ service, resource }: IngressBackend, path: string): FieldError[] {
  const invalid = (detail: string) => [fieldErrors.invalid(path, '', detail)];
  if (service && resource) return invalid('cannot set both resource and service backends');
  if (resource) {
    return [
      ...(resource.kind ? [] : [fieldErrors.required(`${path}.resource.kind`)]),
      ...(resource.name ? [] : [fieldErrors.required(`${path}.resource.name`)]),
    ];
  }
  if (!service) return invalid('resource or service backend is required');
  const { name = '', number = 0 } = service.port ?? {};
  const at = `${path}.service`;
  return [
    ...(service.name
      ? fieldErrors.invalidEach(`${at}.name`, service.name, dnsLabelFaults(service.name))
      : [fieldErrors.required(`${at}.name`)]),
    ...(name !== '' && number !== 0 ? invalid('cannot set both port name & port number') : []),
    ...(name !== '' && number === 0 ? fieldErrors.invalidEach(`${at}.port.name`, name, portNameFaults(name)) : []),
    ...(name === '' && number !== 0 ? portNumber(number, `${at}.port.number`) : []),
    ...(name === '' && number === 0 ? [fieldErrors.required(path, 'port name or number is required')] : []),
  ];
}
