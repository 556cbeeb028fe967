import { type KubeObject, statuses, type Stored } from '@podlab/apimachinery';
import type { Namespace, Pod, PodTemplateSpec } from 'kubernetes-types/core/v1';
import type { Store } from '../../../store/store.ts';
import { evaluatePod, violationText } from './evaluate-pod.ts';
import { namespaceWarnings } from './namespace-warnings.ts';
import type { CheckedPod } from './pod-check.ts';
import type { SecuredWrite } from './pod-security.ts';
import { policyFaults, policyOf, policyText } from './policy.ts';

/**
 * Refuses a Pod that breaks the standard which its namespace enforces, and a namespace whose labels name none.
 * @throws StatusError 403, 422
 * @see k8s.io/pod-security-admission/admission/admission.go (v1.36)
 */
export function checkPodSecurity(store: Store, { definition, object, old }: SecuredWrite): void {
  const name = object.metadata?.name ?? '';
  if (definition.plural === 'namespaces') {
    const faults = policyFaults(object.metadata?.labels);
    const isKnown = old && JSON.stringify(policyFaults(old.metadata.labels)) === JSON.stringify(faults);
    if (faults.length > 0 && !isKnown) throw statuses.invalid(definition, name, faults);
  }
  if (definition.plural !== 'pods') return;
  if (old && !isOtherwiseSecured(object as Pod, old)) return;
  const { enforce } = policyOf(labelsOfNamespace(store, object));
  const violations = evaluatePod(enforce, checkedPod(object));
  if (violations.length === 0) return;
  const why = `violates PodSecurity "${policyText(enforce)}": ${violationText(violations)}`;
  throw statuses.forbidden({ group: '', resource: 'pods' }, name, why);
}

/** What a client is told of a write that was admitted. */
export function findPodSecurityWarnings(store: Store, { definition, object, old }: SecuredWrite): readonly string[] {
  if (definition.plural === 'namespaces') {
    return old ? namespaceWarnings(store, object as Stored<Namespace>, old) : [];
  }
  const pod = podOf(definition.plural, object);
  if (!pod) return [];
  if (definition.plural === 'pods' && old && !isOtherwiseSecured(object as Pod, old)) return [];
  const { warn } = policyOf(labelsOfNamespace(store, object));
  const violations = evaluatePod(warn, checkedPod(pod));
  if (violations.length === 0) return [];
  return [`would violate PodSecurity "${policyText(warn)}": ${violationText(violations)}`];
}

function labelsOfNamespace(store: Store, { metadata }: KubeObject | Stored): Readonly<Record<string, string>> {
  return store.get('namespaces', metadata?.namespace ?? '')?.metadata.labels ?? {};
}

function checkedPod({ metadata, spec }: Pod | PodTemplateSpec): CheckedPod {
  return { annotations: metadata?.annotations ?? {}, spec: spec ?? { containers: [] } };
}

/** The Pod that an object is, or that it has made. */
function podOf(plural: string, object: object): Pod | PodTemplateSpec | undefined {
  const { spec, template } = object as { spec?: Templated & { jobTemplate?: { spec?: Templated } } } & Templated;
  switch (plural) {
    case 'pods':
      return object;
    case 'podtemplates':
      return template;
    case 'cronjobs':
      return spec?.jobTemplate?.spec?.template;
    case 'replicationcontrollers':
    case 'replicasets':
    case 'deployments':
    case 'statefulsets':
    case 'daemonsets':
    case 'jobs':
      return spec?.template;
    default:
      return undefined;
  }
}

interface Templated {
  readonly template?: PodTemplateSpec;
}

/** Of what may change in a Pod, only images and further containers matter. */
function isOtherwiseSecured({ spec }: Pod, { spec: old }: Stored<Pod>): boolean {
  return (['containers', 'initContainers', 'ephemeralContainers'] as const).some((field) => {
    const [before, after] = [old?.[field] ?? [], spec?.[field] ?? []];
    const isChanged = after.some(({ name, image }) => before.find((one) => one.name === name)?.image !== image);
    return isChanged || (field !== 'ephemeralContainers' && before.length !== after.length);
  });
}
