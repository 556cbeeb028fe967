import {
  configKeyFaults,
  dnsLabelFaults,
  dnsSubdomainFaults,
  fieldErrors,
  type FieldError,
  variableNameFaults,
} from '@podlab/apimachinery';
import type { EnvFromSource, EnvVar, EnvVarSource } from 'kubernetes-types/core/v1';
import { fieldReferenceFaults, resourceReferenceFaults, variableFields } from './field-reference.ts';
import { upwardPathFaults } from '../paths.ts';

const choices =
  'must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef` or `fileKeyRef`';

interface FileKeySelector {
  readonly volumeName?: string;
  readonly path?: string;
  readonly key?: string;
}

/** @see pkg/apis/core/validation/validation.go `ValidateEnv` (v1.36), as are the others here */
export function validateEnv(variables: readonly EnvVar[], path: string): FieldError[] {
  return variables.flatMap((variable: Partial<EnvVar>, index) => {
    const name = variable.name ?? '';
    const at = `${path}[${index}]`;
    return [
      ...(name === ''
        ? [fieldErrors.required(`${at}.name`)]
        : fieldErrors.invalidEach(`${at}.name`, name, variableNameFaults(name))),
      ...(variable.valueFrom ? sourceFaults(variable.valueFrom, variable.value ?? '', `${at}.valueFrom`) : []),
    ];
  });
}

function sourceFaults(source: EnvVarSource, value: string, path: string): FieldError[] {
  const { fieldRef, resourceFieldRef, configMapKeyRef, secretKeyRef, fileKeyRef } = source as EnvVarSource & {
    readonly fileKeyRef?: FileKeySelector;
  };
  const faults = [
    ...(fieldRef ? fieldReferenceFaults(fieldRef, variableFields, `${path}.fieldRef`) : []),
    ...(resourceFieldRef ? resourceReferenceFaults(resourceFieldRef, `${path}.resourceFieldRef`, false) : []),
    ...(configMapKeyRef ? keyFaults(configMapKeyRef, `${path}.configMapKeyRef`) : []),
    ...(secretKeyRef ? keyFaults(secretKeyRef, `${path}.secretKeyRef`) : []),
    ...(fileKeyRef ? fileKeyFaults(fileKeyRef, `${path}.fileKeyRef`) : []),
  ];
  const sources = [fieldRef, resourceFieldRef, configMapKeyRef, secretKeyRef, fileKeyRef].filter(Boolean).length;
  const whole = wholeFault(sources, value);
  return whole === undefined ? faults : [...faults, fieldErrors.invalid(path, '', whole)];
}

function wholeFault(sources: number, value: string): string | undefined {
  if (sources === 0) return choices;
  if (value !== '') return 'may not be specified when `value` is not empty';
  return sources > 1 ? 'may not have more than one field specified at a time' : undefined;
}

function keyFaults(
  { name = '', key = '' }: { readonly name?: string; readonly key?: string },
  path: string,
): FieldError[] {
  return [
    ...fieldErrors.invalidEach(`${path}.name`, name, dnsSubdomainFaults(name)),
    ...(key === ''
      ? [fieldErrors.required(`${path}.key`)]
      : fieldErrors.invalidEach(`${path}.key`, key, configKeyFaults(key))),
  ];
}

function fileKeyFaults({ volumeName = '', path: file = '', key = '' }: FileKeySelector, path: string): FieldError[] {
  return [
    ...(key === ''
      ? [fieldErrors.required(`${path}.key`)]
      : fieldErrors.invalidEach(`${path}.key`, key, variableNameFaults(key))),
    ...(volumeName === ''
      ? [fieldErrors.required(`${path}.volumeName`)]
      : fieldErrors.invalidEach(`${path}.volumeName`, volumeName, dnsLabelFaults(volumeName))),
    ...(file === '' ? [fieldErrors.required(`${path}.path`)] : upwardPathFaults(file, `${path}.path`)),
  ];
}

/** Faults of what whole ConfigMaps and Secrets give. What they should be one of is not told of which. */
export function validateEnvFrom(sources: readonly EnvFromSource[], path: string): FieldError[] {
  return sources.flatMap(({ prefix = '', configMapRef, secretRef }, index) => {
    const at = `${path}[${index}]`;
    const faults = [
      ...(prefix === '' ? [] : fieldErrors.invalidEach(`${at}.prefix`, prefix, variableNameFaults(prefix))),
      ...(configMapRef ? nameFaults(configMapRef.name ?? '', `${at}.configMapRef.name`) : []),
      ...(secretRef ? nameFaults(secretRef.name ?? '', `${at}.secretRef.name`) : []),
    ];
    if (!configMapRef && !secretRef) {
      faults.push(fieldErrors.invalid(path, '', 'must specify one of: `configMapRef` or `secretRef`'));
    }
    if (configMapRef && secretRef) {
      faults.push(fieldErrors.invalid(path, '', 'may not have more than one field specified at a time'));
    }
    return faults;
  });
}

/** Names here may end with `-`, as if something were to follow. */
function nameFaults(name: string, path: string): FieldError[] {
  if (name === '') return [fieldErrors.required(path)];
  const masked = name.length > 1 && name.endsWith('-') ? `${name.slice(0, -2)}a` : name;
  return fieldErrors.invalidEach(path, name, dnsSubdomainFaults(masked));
}
