import type { Container, PodSecurityContext, PodSpec, SecurityContext } from 'kubernetes-types/core/v1';

/** What the checks look at: a Pod, or the template of one. */
export interface CheckedPod {
  readonly annotations: Readonly<Record<string, string>>;
  readonly spec: PodSpec;
}

/** Why a Pod breaks a rule. */
export interface Violation {
  /** Short, without names of the Pod's own: `privileged`. */
  readonly reason: string;
  /** What is wrong where: `container "app" must not set securityContext.privileged=true`. */
  readonly detail: string;
}

/** One rule of a Pod Security Standard: undefined when the Pod keeps it. */
export type PodCheck = (pod: CheckedPod) => Violation | undefined;

/** All containers, in the order in which messages name them. */
export function allContainers({ initContainers, containers, ephemeralContainers }: PodSpec): readonly Container[] {
  return [...(initContainers ?? []), ...(containers ?? []), ...((ephemeralContainers ?? []) as Container[])];
}

/** The names of the containers of which something holds. */
export function containersThat({ spec }: CheckedPod, holds: (container: Container) => boolean): readonly string[] {
  return allContainers(spec)
    .filter(holds)
    .map(({ name }) => name);
}

/** Who has a security context of which something holds: `pod`, `container "app"`, both or nobody. */
export function settersOf(
  pod: CheckedPod,
  holds: (context: PodSecurityContext | SecurityContext) => boolean,
): readonly string[] {
  const { securityContext } = pod.spec;
  const containers = containersThat(pod, (container) => holds(container.securityContext ?? {}));
  return [
    ...(securityContext && holds(securityContext) ? ['pod'] : []),
    ...(containers.length > 0 ? [named('container', containers)] : []),
  ];
}

/** `container "a"`, `containers "a", "b"`. */
export function named(noun: string, names: readonly string[]): string {
  return `${plural(noun, names)} ${quoted(names)}`;
}

export function plural(noun: string, counted: readonly unknown[]): string {
  return counted.length === 1 ? noun : `${noun}s`;
}

/** `uses` of one, `use` of several. */
export function uses(counted: readonly unknown[]): string {
  return counted.length === 1 ? 'uses' : 'use';
}

/** `"a", "b"`: as they are, nothing in them is escaped. */
export function quoted(texts: readonly string[]): string {
  return `"${texts.join('", "')}"`;
}

/** Each once, in the order of their code points. */
export function sortedSet(texts: Iterable<string>): readonly string[] {
  return [...new Set(texts)].toSorted((a, b) => (a < b ? -1 : 1));
}
