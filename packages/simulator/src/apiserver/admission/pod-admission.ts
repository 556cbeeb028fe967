import { newNameSuffix, parseTime, statuses, type Stored } from '@podlab/apimachinery';
import type { Pod, PodSpec, ServiceAccount, Toleration, Volume } from 'kubernetes-types/core/v1';
import type { RuntimeClass } from 'kubernetes-types/node/v1';
import { rareKinds } from '#parts';
import type { Store } from '../../store/store.ts';
import type { AdmissionContext } from './admission-context.ts';
import { admitDefaultLimits } from './limits.ts';
import { priorityOf } from './priority.ts';

const pods = { group: '', resource: 'pods' };
const tokenMountPath = '/var/run/secrets/kubernetes.io/serviceaccount';
const tokenVolumePrefix = 'kube-api-access-';
/** One hour and a bit: how long a mounted token is valid. @see plugin/pkg/admission/serviceaccount/admission.go */
const tokenExpirationSeconds = 3607;
/** How long a new namespace may be without its `default` ServiceAccount: admission waits for it that long. */
const newNamespaceMs = 2000;
const evictionTolerationSeconds = 300;

/**
 * What admission adds to a new Pod: default limits, service account and its token volume, priority, tolerations of lost nodes.
 * Changes the draft.
 * @throws StatusError
 * @see pkg/kubeapiserver/options/plugins.go for the order (v1.36)
 */
export function admitPod(pod: Pod, context: AdmissionContext): void {
  const { spec } = pod;
  if (!spec) return;
  admitDefaultLimits(pod, context);
  admitServiceAccount(pod, spec, context);
  admitTolerations(spec);
  admitPriority(pod, spec, context.store);
  admitRuntimeClass(pod, spec, context.store);
}

/** What a Pod is called in the faults of those who look before five letters are added to a `generateName`. */
function nameSoFar({ metadata: { name = '', generateName } = {} }: { readonly metadata?: Pod['metadata'] }): string {
  return generateName && name.length === generateName.length + 5 ? generateName : name;
}

function admitRuntimeClass({ metadata }: Pod, spec: PodSpec, store: Store): void {
  const { runtimeClassName: name, overhead } = spec;
  if (name === undefined && !overhead) return;
  const refuse = (why: string) => statuses.forbidden(pods, nameSoFar({ metadata }), why);
  const found =
    name === undefined ? undefined : (store.get('runtimeclasses', name) as Stored<RuntimeClass> | undefined);
  if (found) return rareKinds.code.applyRuntimeClass(spec, found, refuse);
  throw refuse(
    `pod rejected: ${name === undefined ? 'Pod Overhead set without corresponding RuntimeClass defined Overhead' : `RuntimeClass ${JSON.stringify(name)} not found`}`,
  );
}

/** What admission keeps up in a Pod that is changed. Changes the draft. */
export function admitPodUpdate({ spec }: Pod, old: Stored<Pod>): void {
  if (!spec) return;
  const { priority, preemptionPolicy } = old.spec ?? {};
  if (priority !== undefined) spec.priority ??= priority;
  if (preemptionPolicy !== undefined) spec.preemptionPolicy ??= preemptionPolicy;
  admitTolerations(spec);
}

function admitServiceAccount(pod: Pod, spec: PodSpec, context: AdmissionContext): void {
  // What shows a static Pod must say what its file says.
  if (pod.metadata?.annotations?.['kubernetes.io/config.mirror'] !== undefined) return;
  const name = spec.serviceAccountName || 'default';
  spec.serviceAccountName = name;
  spec.serviceAccount = name;
  const namespace = pod.metadata?.namespace ?? '';
  const account = context.store.get('serviceaccounts', `${namespace}/${name}`) as Stored<ServiceAccount> | undefined;
  if (!account && !(name === 'default' && isNewNamespace(namespace, context))) {
    throw statuses.forbidden(
      pods,
      nameSoFar(pod),
      `error looking up service account ${namespace}/${name}: serviceaccount ${JSON.stringify(name)} not found`,
    );
  }
  if (!spec.imagePullSecrets?.length && account?.imagePullSecrets?.length) {
    spec.imagePullSecrets = account.imagePullSecrets.map((reference) => ({ ...reference }));
  }
  if (spec.automountServiceAccountToken ?? account?.automountServiceAccountToken ?? true) mountToken(spec, context);
}

function isNewNamespace(name: string, { store, nowMs }: AdmissionContext): boolean {
  const createdMs = parseTime(store.get('namespaces', name)?.metadata.creationTimestamp);
  return createdMs !== undefined && nowMs - createdMs <= newNamespaceMs;
}

function mountToken(spec: PodSpec, { random }: AdmissionContext): void {
  const existing = spec.volumes?.find(({ name }: Partial<Volume>) => name?.startsWith(tokenVolumePrefix));
  const name = existing?.name ?? tokenVolumePrefix + newNameSuffix(random);
  let used = false;
  for (const container of [...(spec.initContainers ?? []), ...(spec.containers ?? [])]) {
    if (container.volumeMounts?.some((mount) => mount.mountPath === tokenMountPath)) continue;
    container.volumeMounts = (container.volumeMounts ?? []).concat({ mountPath: tokenMountPath, name, readOnly: true });
    used = true;
  }
  if (used && !existing) spec.volumes = (spec.volumes ?? []).concat(tokenVolume(name));
}

function tokenVolume(name: string): Volume {
  return {
    name,
    projected: {
      defaultMode: 420,
      sources: [
        { serviceAccountToken: { expirationSeconds: tokenExpirationSeconds, path: 'token' } },
        { configMap: { items: [{ key: 'ca.crt', path: 'ca.crt' }], name: 'kube-root-ca.crt' } },
        {
          downwardAPI: {
            items: [{ fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' }, path: 'namespace' }],
          },
        },
      ],
    },
  };
}

function admitPriority(pod: Pod, spec: PodSpec, store: Store): void {
  const found = priorityOf(store, spec.priorityClassName);
  const name = nameSoFar(pod);
  if (!found) {
    throw statuses.forbidden(pods, name, `no PriorityClass with name ${spec.priorityClassName ?? ''} was found`);
  }
  if (spec.priority !== undefined && spec.priority !== found.value) {
    throw statuses.forbidden(
      pods,
      name,
      `the integer value of priority (${spec.priority}) must not be provided in pod spec; ` +
        `priority admission controller computed ${found.value} from the given PriorityClass name`,
    );
  }
  if (found.name) spec.priorityClassName = found.name;
  spec.priority = found.value;
  if (spec.preemptionPolicy !== undefined && spec.preemptionPolicy !== found.preemptionPolicy) {
    throw statuses.forbidden(
      pods,
      name,
      `the string value of PreemptionPolicy (${spec.preemptionPolicy}) must not be provided in pod spec; ` +
        `priority admission controller computed ${found.preemptionPolicy} from the given PriorityClass name`,
    );
  }
  spec.preemptionPolicy ??= found.preemptionPolicy;
}

function admitTolerations(spec: PodSpec): void {
  const wanted = ['node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable'];
  const added = wanted.filter((key) => !spec.tolerations?.some((toleration) => tolerates(toleration, key)));
  if (added.length === 0) return;
  spec.tolerations = [
    ...(spec.tolerations ?? []),
    ...added.map((key) => ({
      effect: 'NoExecute',
      key,
      operator: 'Exists',
      tolerationSeconds: evictionTolerationSeconds,
    })),
  ];
}

function tolerates({ key, effect }: Toleration, taintKey: string): boolean {
  return (!key || key === taintKey) && (!effect || effect === 'NoExecute');
}
