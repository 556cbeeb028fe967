import { labelValueFaults, parseQuantity } from '@podlab/apimachinery';
import type { Affinity, Container, ContainerPort, PodSpec, PodTemplateSpec } from 'kubernetes-types/core/v1';
import { annotationWarnings, appArmorWarnings, seccompWarnings } from './annotation-warnings.ts';
import { parseAddress } from '../validation/networking/addresses.ts';
import { overlappingPathWarnings } from './overlapping-paths.ts';

/** Labels of nodes that have a newer name, or none. @see pkg/api/node/util.go (v1.36) */
const oldNodeLabels: Readonly<Record<string, string>> = {
  'beta.kubernetes.io/arch': 'deprecated since v1.14; use "kubernetes.io/arch" instead',
  'beta.kubernetes.io/os': 'deprecated since v1.14; use "kubernetes.io/os" instead',
  'failure-domain.beta.kubernetes.io/region': 'deprecated since v1.17; use "topology.kubernetes.io/region" instead',
  'failure-domain.beta.kubernetes.io/zone': 'deprecated since v1.17; use "topology.kubernetes.io/zone" instead',
  'beta.kubernetes.io/instance-type': 'deprecated since v1.17; use "node.kubernetes.io/instance-type" instead',
  'app.kubernetes.io/created-by': 'deprecated since v1.9',
  'scheduler.alpha.kubernetes.io/preferAvoidPods': 'deprecated since v1.22; use Taints and Tolerations instead',
  'node-role.kubernetes.io/master': 'use "node-role.kubernetes.io/control-plane" instead',
};
const oldVolumes: Readonly<Record<string, string>> = {
  photonPersistentDisk: 'deprecated in v1.11, non-functional in v1.16+',
  gitRepo: 'deprecated in v1.11, and disabled by default in v1.33+',
  scaleIO: 'deprecated in v1.16, non-functional in v1.22+',
  flocker: 'deprecated in v1.22, non-functional in v1.25+',
  storageOS: 'deprecated in v1.22, non-functional in v1.25+',
  quobyte: 'deprecated in v1.22, non-functional in v1.25+',
  glusterfs: 'deprecated in v1.25, non-functional in v1.26+',
  cephfs: 'deprecated in v1.28, non-functional in v1.31+',
  rbd: 'deprecated in v1.28, non-functional in v1.31+',
};
const required = 'requiredDuringSchedulingIgnoredDuringExecution';
const preferred = 'preferredDuringSchedulingIgnoredDuringExecution';

/**
 * What a client is told of a Pod, or of a template of Pods, that may be but is likely not meant.
 * @param path of the template's spec, or `spec`
 * @see pkg/api/pod/warnings.go (v1.36)
 */
export function podWarnings({ metadata, spec }: Pick<PodTemplateSpec, 'metadata' | 'spec'>, path: string): string[] {
  if (!spec) return [];
  const nullSelector = 'a null labelSelector results in matching no pod';
  const { annotations = {} } = metadata ?? {};
  const annotationPath = path.replace(/spec$/, 'metadata.annotations');
  return [
    ...Object.keys(spec.nodeSelector ?? {}).flatMap((key) => oldLabel(key, `${path}.nodeSelector[${key}]: `)),
    ...nodeAffinityWarnings(spec.affinity?.nodeAffinity, `${path}.affinity.nodeAffinity`),
    ...(spec.topologySpreadConstraints ?? []).flatMap(({ topologyKey, labelSelector }, index) => {
      const at = `${path}.topologySpreadConstraints[${index}]`;
      return [
        ...oldLabel(topologyKey, `${at}.topologyKey: ${topologyKey} is `),
        ...(labelSelector ? [] : [`${at}.labelSelector: ${nullSelector}`]),
      ];
    }),
    ...annotationWarnings(annotations, annotationPath),
    ...(spec.volumes ?? []).flatMap((volume, index) =>
      Object.keys(volume).flatMap((source) =>
        oldVolumes[source] === undefined ? [] : [`${path}.volumes[${index}].${source}: ${oldVolumes[source]}`],
      ),
    ),
    ...overlappingPathWarnings(spec.volumes ?? []),
    ...repeated(spec.hostAliases ?? [], ({ ip }) => ip ?? '').map(
      ([index, ip]) => `${path}.hostAliases[${index}].ip: duplicate ip ${JSON.stringify(ip)}`,
    ),
    ...repeated(spec.imagePullSecrets ?? [], ({ name }) => name ?? '').map(
      ([index, name]) => `${path}.imagePullSecrets[${index}].name: duplicate name ${JSON.stringify(name)}`,
    ),
    ...(spec.imagePullSecrets ?? []).flatMap(({ name }, index) =>
      name ? [] : [`${path}.imagePullSecrets[${index}].name: invalid empty name ""`],
    ),
    ...fractionWarnings(spec.overhead, `${path}.overhead`, ['memory', 'ephemeral-storage']),
    ...seccompWarnings(spec, undefined, annotations, annotationPath),
    ...containersOf(spec, path).flatMap(({ container, at }) => [
      ...seccompWarnings(container, container.name, annotations, annotationPath),
      ...appArmorWarnings(
        container.name,
        [spec.securityContext, container.securityContext],
        annotations,
        annotationPath,
      ),
      ...containerWarnings(container, at),
    ]),
    ...portWarnings(spec, path),
    ...((spec.terminationGracePeriodSeconds ?? 0) < 0
      ? [`${path}.terminationGracePeriodSeconds: must be >= 0; negative values are invalid and will be treated as 1`]
      : []),
    ...(['podAffinity', 'podAntiAffinity'] as const).flatMap((kind) => [
      ...(spec.affinity?.[kind]?.[required] ?? []).flatMap(({ labelSelector }, index) =>
        labelSelector ? [] : [`${path}.affinity.${kind}.${required}[${index}].labelSelector: ${nullSelector}`],
      ),
      ...(spec.affinity?.[kind]?.[preferred] ?? []).flatMap(({ podAffinityTerm }, index) =>
        podAffinityTerm.labelSelector
          ? []
          : [`${path}.affinity.${kind}.${preferred}[${index}].podAffinityTerm.labelSelector: ${nullSelector}`],
      ),
    ]),
    ...(spec.dnsConfig?.nameservers ?? []).flatMap((ip, index) =>
      addressWarnings(ip, `${path}.dnsConfig.nameservers[${index}]`),
    ),
    ...(spec.hostAliases ?? []).flatMap(({ ip = '' }, index) =>
      addressWarnings(ip, `${path}.hostAliases[${index}].ip`),
    ),
  ];
}

/** That an IPv6 address is not written in the shortest way. @see k8s.io/apimachinery/pkg/util/validation/ip.go (v1.36) */
export function addressWarnings(value: string, path: string): string[] {
  const canonical = value.includes(':') ? canonicalIpv6(value) : value;
  if (canonical === undefined || canonical === value) return [];
  const quoted = [value, canonical].map((text) => JSON.stringify(text));
  return [`${path}: IPv6 address ${quoted[0]} should be in RFC 5952 canonical format (${quoted[1]})`];
}

function canonicalIpv6(text: string): string | undefined {
  const { bytes = [] } = parseAddress(text) ?? {};
  if (bytes.length !== 16) return undefined;
  const groups = Array.from({ length: 8 }, (_, index) => ((bytes[2 * index] ?? 0) << 8) | (bytes[2 * index + 1] ?? 0));
  const written = groups.map((group) => group.toString(16)).join(':');
  const zeros = [...written.matchAll(/(?:^|:)0(?::0)+(?=:|$)/g)].toSorted((a, b) => b[0].length - a[0].length)[0];
  if (!zeros) return written;
  const [before, after] = [written.slice(0, zeros.index), written.slice(zeros.index + zeros[0].length)];
  return `${before}::${after.replace(/^:/, '')}`;
}

/** That an amount of bytes is not whole. */
export function fractionWarnings(
  amounts: Readonly<Record<string, string>> | undefined,
  path: string,
  names: readonly string[],
): string[] {
  return names.flatMap((name) => {
    const amount = amounts?.[name];
    if (amount === undefined || parseQuantity(amount).nanos % 1_000_000_000n === 0n) return [];
    return [`${path}[${name}]: fractional byte value ${JSON.stringify(amount)} is invalid, must be an integer`];
  });
}

function nodeAffinityWarnings(affinity: Affinity['nodeAffinity'], path: string): string[] {
  return [
    ...(affinity?.[required]?.nodeSelectorTerms ?? []).flatMap(({ matchExpressions = [] }, index) =>
      matchExpressions.flatMap(({ key }, place) =>
        keyWarnings(key, `${path}.${required}.nodeSelectorTerms[${index}].matchExpressions[${place}]`),
      ),
    ),
    ...(affinity?.[preferred] ?? []).flatMap(({ preference }, index) =>
      (preference?.matchExpressions ?? []).flatMap(({ key, values = [] }, place) => {
        const at = `${path}.${preferred}[${index}].preference.matchExpressions[${place}]`;
        return [
          ...keyWarnings(key, at),
          ...values.flatMap((value, which) => valueWarnings(value, `${at}.values[${which}]`)),
        ];
      }),
    ),
  ];
}

function keyWarnings(key: string, path: string): string[] {
  return oldLabel(key, `${path}.key: ${key} is `);
}

function valueWarnings(value: string, path: string): string[] {
  return labelValueFaults(value).map((fault) => `${path}: ${value} is invalid, ${fault}`);
}

function oldLabel(key: string, start: string): string[] {
  return oldNodeLabels[key] === undefined ? [] : [`${start}${oldNodeLabels[key]}`];
}

function containerWarnings({ resources, env = [] }: Container, path: string): string[] {
  const { limits, requests } = resources ?? {};
  return [
    ...['memory', 'ephemeral-storage'].flatMap((name) => [
      ...fractionWarnings(limits, `${path}.resources.limits`, [name]),
      ...fractionWarnings(requests, `${path}.resources.requests`, [name]),
    ]),
    ...repeated(env, ({ name }) => name).flatMap(([index, name]) => {
      const { value = '', valueFrom } = env[index] ?? { name };
      // One that takes up the previous one hides nothing.
      const reference = `$(${name})`;
      if (!valueFrom && value !== reference && value.includes(reference)) return [];
      const quoted = JSON.stringify(name);
      return [`${path}.env[${index}]: hides previous definition of ${quoted}, which may be dropped when using apply`];
    }),
  ];
}

function portWarnings(spec: PodSpec, path: string): string[] {
  const warnings: string[] = [];
  const placed = containersOf(spec, path).flatMap(({ container, at }) =>
    (container.ports ?? []).map((port, index) => ({ port, at: `${at}.ports[${index}]` })),
  );
  for (const [index, { port, at }] of placed.entries()) {
    if (port.hostIP && !port.hostPort) warnings.push(`${at}: hostIP set without hostPort: ${printPort(port)}`);
    for (const other of placed.slice(0, index)) {
      const kind = conflictOf(port, other.port);
      if (kind !== undefined) warnings.push(`${at}: ${kind} port definition with ${other.at}`);
    }
  }
  for (const [index, { port, at }] of placed.entries()) {
    const first = port.name ? placed.findIndex((other) => other.port.name === port.name) : index;
    const other = placed[first]?.at ?? '';
    if (first === index) continue;
    warnings.push(
      `${at}: duplicate port name ${JSON.stringify(port.name)} with ${other}, ` +
        `services and probes that select ports by name will use ${other}`,
    );
  }
  return warnings;
}

function conflictOf(a: ContainerPort, b: ContainerPort): string | undefined {
  if (a.containerPort !== b.containerPort || a.protocol !== b.protocol) return undefined;
  const isSameHostIp = (a.hostIP ?? '') === (b.hostIP ?? '');
  if (isSameHostIp && (a.hostPort ?? 0) === (b.hostPort ?? 0)) return 'duplicate';
  if (!a.hostPort || !b.hostPort) return 'overlapping';
  const isOnAnyIp = !a.hostIP !== !b.hostIP;
  return a.hostPort === b.hostPort && isOnAnyIp ? 'dangerously ambiguous' : undefined;
}

/** As Go prints the internal type. */
function printPort({ name = '', hostPort = 0, containerPort, protocol = '', hostIP = '' }: ContainerPort): string {
  return `{Name:${name} HostPort:${hostPort} ContainerPort:${containerPort} Protocol:${protocol} HostIP:${hostIP}}`;
}

/** Those whose name another before has, with their place. */
function repeated<T>(items: readonly T[], nameOf: (item: T) => string): [number, string][] {
  const names = items.map(nameOf);
  return names.flatMap((name, index): [number, string][] => (names.indexOf(name) < index ? [[index, name]] : []));
}

/** In the order in which the API server visits them. */
function containersOf(spec: PodSpec, path: string): { readonly container: Container; readonly at: string }[] {
  return (['initContainers', 'containers', 'ephemeralContainers'] as const).flatMap((list) =>
    (spec[list] ?? []).map((container, index) => ({
      container,
      at: `${path}.${list}[${index}]`,
    })),
  );
}
