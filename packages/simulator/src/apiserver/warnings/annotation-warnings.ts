type Annotations = Readonly<Record<string, string>>;

/** Annotations that fields have taken the place of. @see pkg/api/pod/warnings.go deprecatedAnnotations (v1.36) */
const oldAnnotations: Annotations = {
  'scheduler.alpha.kubernetes.io/critical-pod': 'non-functional in v1.16+; use the "priorityClassName" field instead',
  'security.alpha.kubernetes.io/sysctls': 'non-functional in v1.11+; use the "sysctls" field instead',
  'security.alpha.kubernetes.io/unsafe-sysctls': 'non-functional in v1.11+; use the "sysctls" field instead',
};
const ingressClass = 'kubernetes.io/ingress.class';

/** That annotations of a Pod do nothing any more. @param path of the annotations */
export function annotationWarnings(annotations: Annotations, path: string): string[] {
  return Object.entries(oldAnnotations)
    .filter(([key]) => annotations[key] !== undefined)
    .map(([key, message]) => `${path}[${key}]: ${message}`);
}

/**
 * That an annotation chooses a seccomp profile, where the field does not.
 * @param container its name; undefined for the Pod as a whole
 */
export function seccompWarnings(
  { securityContext }: { readonly securityContext?: { readonly seccompProfile?: unknown } },
  container: string | undefined,
  annotations: Annotations,
  path: string,
): string[] {
  const start = 'seccomp.security.alpha.kubernetes.io/';
  const key = container === undefined ? `${start}pod` : `container.${start}${container}`;
  if (securityContext?.seccompProfile || annotations[key] === undefined) return [];
  return [`${path}[${key}]: non-functional in v1.27+; use the "seccompProfile" field instead`];
}

/**
 * That an annotation chooses the AppArmor profile of a container, where no field does.
 * @see pkg/api/pod/warnings.go warningsForPodSpecAndMeta, pkg/registry/core/pod/strategy.go applyAppArmorVersionSkew (v1.36)
 */
export function appArmorWarnings(
  name: string,
  contexts: readonly ({ readonly appArmorProfile?: unknown } | undefined)[],
  annotations: Annotations,
  path: string,
): string[] {
  const key = `container.apparmor.security.beta.kubernetes.io/${name}`;
  if (annotations[key] === undefined || contexts.some((context) => context?.appArmorProfile)) return [];
  return [`${path}[${key}]: deprecated since v1.30; use the "appArmorProfile" field instead`];
}

/** That an annotation chooses the class of a new Ingress. @see pkg/registry/networking/ingress/strategy.go (v1.36) */
export function ingressWarnings(
  annotations: Annotations | undefined,
  spec: { readonly ingressClassName?: string } | undefined,
): string[] {
  if (annotations?.[ingressClass] === undefined || spec?.ingressClassName !== undefined) return [];
  return [`annotation "${ingressClass}" is deprecated, please use 'spec.ingressClassName' instead`];
}
