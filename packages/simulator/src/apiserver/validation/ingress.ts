import { deepEqual, dnsSubdomainFaults, fieldErrors, type FieldError, type Stored } from '@podlab/apimachinery';
import type { HTTPIngressPath, Ingress, IngressBackend, IngressClass } from 'kubernetes-types/networking/v1';
import { oneOf } from './numbers.ts';

const pathTypes = ['Exact', 'ImplementationSpecific', 'Prefix'];

/** @see pkg/apis/networking/validation/validation.go (v1.36) */
export function validateIngress({ spec = {} }: Ingress): FieldError[] {
  const { rules = [], defaultBackend } = spec;
  if (rules.length === 0 && !defaultBackend) {
    return [fieldErrors.invalid('spec', rules, 'either `defaultBackend` or `rules` must be specified')];
  }
  return [
    ...(defaultBackend ? backendFaults(defaultBackend, 'spec.defaultBackend') : []),
    ...rules.flatMap(({ host, http }, index) => {
      const path = `spec.rules[${index}]`;
      return [
        ...(host && !host.startsWith('*.')
          ? dnsSubdomainFaults(host).map((fault) => fieldErrors.invalid(`${path}.host`, host, fault))
          : []),
        ...(http?.paths ?? []).flatMap((one, at) => pathFaults(one, `${path}.http.paths[${at}]`)),
        ...(http && http.paths.length === 0 ? [fieldErrors.required(`${path}.http.paths`)] : []),
      ];
    }),
  ];
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

function pathFaults({ path, pathType, backend }: HTTPIngressPath, at: string): FieldError[] {
  const faults: FieldError[] = [];
  if (!pathType) faults.push(fieldErrors.required(`${at}.pathType`, 'pathType must be specified'));
  else faults.push(...oneOf(pathType, pathTypes, `${at}.pathType`));
  const mustBeAbsolute = pathType === 'Exact' || pathType === 'Prefix' || Boolean(path);
  if (mustBeAbsolute && !path?.startsWith('/')) {
    faults.push(fieldErrors.invalid(`${at}.path`, path ?? '', 'must be an absolute path'));
  }
  return [...faults, ...backendFaults(backend, `${at}.backend`)];
}

function backendFaults({ service, resource }: IngressBackend, path: string): FieldError[] {
  if (service && resource) {
    return [fieldErrors.invalid(path, '', 'cannot set both resource and service backends')];
  }
  if (resource) return [];
  if (!service?.name) return [fieldErrors.required(`${path}.service.name`)];
  if (!service.port?.name && !service.port?.number) {
    return [fieldErrors.required(`${path}.service.port`, 'port name or number is required')];
  }
  return [];
}
