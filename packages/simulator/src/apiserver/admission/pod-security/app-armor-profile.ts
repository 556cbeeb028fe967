import { allContainers, type PodCheck, plural, quoted, settersOf, sortedSet } from './pod-check.ts';

const annotationPrefix = 'container.apparmor.security.beta.kubernetes.io/';

export const checkAppArmorProfile: PodCheck = (pod) => {
  const { annotations, spec } = pod;
  const types = sortedSet(
    [spec.securityContext, ...allContainers(spec).map(({ securityContext }) => securityContext)].flatMap((context) =>
      context?.appArmorProfile && !isAllowedType(context.appArmorProfile.type) ? [context.appArmorProfile.type] : [],
    ),
  );
  const notes = Object.entries(annotations)
    .filter(([key, value]) => key.startsWith(annotationPrefix) && !isAllowedAnnotation(value))
    .map(([key, value]) => `${key}=${JSON.stringify(value)}`);
  const setters = [
    ...settersOf(pod, ({ appArmorProfile }) => appArmorProfile !== undefined && !isAllowedType(appArmorProfile.type)),
    ...(notes.length > 0 ? [plural('annotation', notes)] : []),
  ];
  if (setters.length === 0) return undefined;
  const values = [...types, ...sortedSet(notes)];
  return {
    reason: plural('forbidden AppArmor profile', values),
    detail: `${setters.join(' and ')} must not set AppArmor profile type to ${quoted(values)}`,
  };
};

function isAllowedType(type: string): boolean {
  return type === 'RuntimeDefault' || type === 'Localhost';
}

function isAllowedAnnotation(value: string): boolean {
  return value === '' || value === 'runtime/default' || value.startsWith('localhost/');
}
