import { allRequests } from '#parts';
import {
  configKeyFaults,
  decodeBase64,
  decodeUtf8,
  fieldErrors,
  type FieldError,
  type Stored,
} from '@podlab/apimachinery';
import type { Secret } from 'kubernetes-types/core/v1';

const immutableText = 'field is immutable when `immutable` is set';
const maxBytes = 1024 * 1024;
const hidden = '<secret contents redacted>';

/** @see pkg/apis/core/validation/validation.go `ValidateSecret` (v1.36) */
export function validateSecret({ data = {}, type = '', metadata }: Secret): FieldError[] {
  const sizes = Object.values(data).map(
    (value) => Math.floor((value.length * 3) / 4) - (/=*$/.exec(value)?.[0].length ?? 0),
  );
  return [
    ...Object.keys(data).flatMap((key) => fieldErrors.invalidEach(`data[${key}]`, key, configKeyFaults(key))),
    ...(sizes.reduce((sum, size) => sum + size, 0) > maxBytes ? [fieldErrors.tooLong('data', maxBytes)] : []),
    ...typeFaults(type, data, metadata?.annotations ?? {}),
  ];
}

type Texts = Readonly<Record<string, string>>;

function typeFaults(type: string, data: Texts, annotations: Texts): FieldError[] {
  const required = (key: string) => (Object.hasOwn(data, key) ? [] : [fieldErrors.required(`data[${key}]`)]);
  switch (type) {
    case 'kubernetes.io/service-account-token': {
      const name = 'kubernetes.io/service-account.name';
      return annotations[name] ? [] : [fieldErrors.required(`metadata.annotations[${name}]`)];
    }
    case 'kubernetes.io/dockercfg':
      return [...required('.dockercfg'), ...jsonFaults('.dockercfg', data)];
    case 'kubernetes.io/dockerconfigjson':
      return [...required('.dockerconfigjson'), ...jsonFaults('.dockerconfigjson', data)];
    case 'kubernetes.io/basic-auth': {
      const faults = [...required('username'), ...required('password')];
      return faults.length === 2 ? faults : [];
    }
    case 'kubernetes.io/ssh-auth':
      return data['ssh-privatekey'] ? [] : [fieldErrors.required('data[ssh-privatekey]')];
    case 'kubernetes.io/tls':
      return [...required('tls.crt'), ...required('tls.key')];
    default:
      return [];
  }
}

function jsonFaults(key: string, data: Texts): FieldError[] {
  const text = Object.hasOwn(data, key) ? decodeUtf8(decodeBase64(data[key] ?? '')) : '{}';
  const fault = isJsonObject(text) ? undefined : allRequests.code.goJsonFault(text);
  return fault === undefined ? [] : [fieldErrors.invalid(`data[${key}]`, hidden, fault)];
}

function isJsonObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && !Array.isArray(value);
  } catch {
    return false;
  }
}

export function validateSecretUpdate(object: Secret, old: Stored<Secret>): FieldError[] {
  const faults: FieldError[] = [];
  if (object.type !== old.type) faults.push(fieldErrors.invalid('type', object.type, 'field is immutable'));
  if (old.immutable) {
    if (!object.immutable) faults.push(fieldErrors.forbidden('immutable', immutableText));
    if (object.data !== old.data) faults.push(fieldErrors.forbidden('data', immutableText));
  }
  return [...faults, ...validateSecret(object)];
}
