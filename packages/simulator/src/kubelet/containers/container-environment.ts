import { environmentFiles } from '#parts';
import { decodeBase64, decodeUtf8 } from '@podlab/apimachinery';
import type { Container, EnvVar } from 'kubernetes-types/core/v1';
import type { LocalApi, StoredOf } from '../../apiserver/local-api.ts';
import type { FileKeySelector } from './environment-file.ts';
import { expandVariables } from './expand-variables.ts';
import { fieldValue, namedContainer, type PodFacts, resourceValue } from './field-reference.ts';
import { serviceEnvironment } from './service-environment.ts';

/** A container cannot be configured yet; shown as CreateContainerConfigError and tried again. */
export class ContainerConfigError extends Error {
  override readonly name = 'ContainerConfigError';
  readonly code = 'CONTAINER_CONFIG';
}

/** What environments are made from. */
export interface EnvironmentSource {
  readonly api: LocalApi;
  readonly facts: PodFacts;
  /** A file of one of the Pod's volumes. */
  readonly readFile: (volumeName: string, path: string) => Uint8Array | undefined;
}

/**
 * The environment of a container that starts now, without what its image and the runtime add: Services, `envFrom`,
 * then `env` in order, each of which may refer to those before it. What is in files needs `environmentFiles` here.
 * @throws ContainerConfigError when a container, or a ConfigMap, Secret, file or key that is not optional, is missing
 * @see kubernetes v1.36 pkg/kubelet/kubelet_pods.go makeEnvironmentVariables
 */
export function containerEnvironment(container: Container, source: EnvironmentSource): Record<string, string> {
  const services = visibleServices(source);
  const env: Record<string, string> = {};
  for (const { configMapRef, secretRef, prefix = '' } of container.envFrom ?? []) {
    const data = configMapRef
      ? findConfigMap(source, configMapRef.name ?? '', configMapRef.optional ?? false)
      : findSecret(source, secretRef?.name ?? '', secretRef?.optional ?? false);
    for (const key of Object.keys(data ?? {}).sort()) env[`${prefix}${key}`] = data?.[key] ?? '';
  }
  for (const variable of container.env ?? []) {
    const value = variable.valueFrom
      ? valueFrom(variable, container, source)
      : expandVariables(variable.value ?? '', { ...services, ...env });
    if (value !== undefined) env[variable.name] = value;
  }
  return { ...services, ...env };
}

/** Whether a container has variables that are in files. */
export function readsFiles({ env = [] }: Container): boolean {
  return env.some(({ valueFrom: from }) => fileKeyOf(from) !== undefined);
}

function fileKeyOf(from: EnvVar['valueFrom']): FileKeySelector | undefined {
  return (from as { readonly fileKeyRef?: FileKeySelector } | undefined)?.fileKeyRef;
}

function visibleServices({ api, facts: { pod } }: EnvironmentSource): Readonly<Record<string, string>> {
  const master = api.get('services', 'default', 'kubernetes');
  const own = pod.spec.enableServiceLinks === false ? noServices : api.list('services', pod.metadata.namespace);
  const known = environments.get(own);
  if (known && known.master === master) return known.env;
  const env = { ...serviceEnvironment(own), ...serviceEnvironment(master ? [master] : []) };
  environments.set(own, { master, env });
  return env;
}

type Services = readonly StoredOf<'services'>[];

const noServices: Services = [];
/** The API gives the same list until a Service changes: all containers started meanwhile see the same. */
const environments = new WeakMap<Services, { master: unknown; env: Readonly<Record<string, string>> }>();

function valueFrom({ valueFrom: from }: EnvVar, container: Container, source: EnvironmentSource): string | undefined {
  const { pod } = source.facts;
  if (from?.fieldRef) return fieldValue(from.fieldRef, source.facts);
  if (from?.resourceFieldRef) {
    const { resourceFieldRef } = from;
    const { containerName } = resourceFieldRef;
    const named = containerName ? orConfigError(() => namedContainer(pod, containerName)) : container;
    return resourceValue(resourceFieldRef, named, source.facts);
  }
  const fileKeyRef = fileKeyOf(from);
  if (fileKeyRef) {
    return orConfigError(() => environmentFiles.code.fileKeyValue(fileKeyRef, source.facts, source.readFile));
  }
  const [kind, ref, data] = from?.configMapKeyRef
    ? (['ConfigMap', from.configMapKeyRef, findConfigMap] as const)
    : (['Secret', from?.secretKeyRef, findSecret] as const);
  const optional = ref?.optional ?? false;
  const value = data(source, ref?.name ?? '', optional)?.[ref?.key ?? ''];
  if (value !== undefined || optional) return value;
  throw new ContainerConfigError(
    `couldn't find key ${ref?.key ?? ''} in ${kind} ${pod.metadata.namespace}/${ref?.name}`,
  );
}

function orConfigError<Found>(find: () => Found): Found {
  try {
    return find();
  } catch (error) {
    throw new ContainerConfigError((error as Error).message);
  }
}

function findConfigMap({ api, facts }: EnvironmentSource, name: string, optional: boolean) {
  const found = api.get('configmaps', facts.pod.metadata.namespace, name);
  if (found === undefined && !optional) throw new ContainerConfigError(`configmap "${name}" not found`);
  return found && (found.data ?? {});
}

function findSecret({ api, facts }: EnvironmentSource, name: string, optional: boolean) {
  const found = api.get('secrets', facts.pod.metadata.namespace, name);
  if (found === undefined && !optional) throw new ContainerConfigError(`secret "${name}" not found`);
  if (found === undefined) return undefined;
  return Object.fromEntries(
    Object.entries(found.data ?? {}).map(([key, value]) => [key, decodeUtf8(decodeBase64(value))]),
  );
}
