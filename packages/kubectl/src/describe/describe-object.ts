import { laterCode } from '../commands/later-code.ts';
import { StatusError, type Stored } from '@podlab/apimachinery';
import type { BuiltInName, ObjectOf } from '@podlab/kube-client';
import type { Invocation } from '../cli/command.ts';
import { currentRevision, revisionsOf } from '../commands/rollout-targets.ts';
import type { Found } from '../resources/collect.ts';
import { podsOf, type StoredPod } from '../resources/pod-of.ts';
import { describeCronJob, describeJob } from './describe-batch.ts';
import { describeNode } from './describe-node.ts';
import { describeConfigMap, describeNamespace, describeService } from './describe-others.ts';
import { describePod } from './describe-pod.ts';
import { describeDaemonSet, describeStatefulSet } from './describe-sets.ts';
import type { DescribeWriter } from './describe-writer.ts';
import { describeDeployment, describeReplicaSet } from './describe-workload.ts';

type Describer<R extends BuiltInName> = (
  writer: DescribeWriter,
  object: ObjectOf<R>,
  invocation: Invocation,
) => Promise<void>;

const describers: { readonly [R in BuiltInName]?: Describer<R> } = {
  configmaps: async (writer, configMap) => describeConfigMap(writer, configMap),
  cronjobs: async (writer, cronJob) => describeCronJob(writer, cronJob),
  daemonsets: async (writer, set, invocation) =>
    describeDaemonSet(writer, set, await ownPods('daemonsets.apps', set, invocation)),
  deployments: async (writer, deployment, invocation) => {
    const revisions = await revisionsOf(deployment, invocation);
    const current = currentRevision(deployment, revisions)?.replicaSet;
    const old = revisions
      .map(({ replicaSet }) => replicaSet)
      .filter((replicaSet) => replicaSet !== current)
      .toSorted((a, b) => (a.metadata.creationTimestamp < b.metadata.creationTimestamp ? -1 : 1));
    describeDeployment(writer, deployment, { current, old });
  },
  jobs: async (writer, job) => describeJob(writer, job),
  namespaces: async (writer, namespace, { client, signal }) => {
    const at = { namespace: namespace.metadata.name };
    const quotas = await orNone(client.list('resourcequotas', at, { signal }));
    const ranges = await orNone(client.list('limitranges', at, { signal }));
    describeNamespace(writer, namespace);
    (await laterCode.describeLimits()).writeNamespaceLimits(writer, { quotas, ranges });
  },
  nodes: async (writer, node, { client, clock, signal }) => {
    const { name } = node.metadata;
    const fieldSelector = `spec.nodeName=${name},status.phase!=Succeeded,status.phase!=Failed`;
    const { items: pods } = await client.list('pods', {}, { fieldSelector, signal });
    const [lease] = await orNone(
      client.list('leases', { namespace: 'kube-node-lease' }, { fieldSelector: `metadata.name=${name}`, signal }),
    );
    describeNode(writer, node, { lease, pods, nowMs: clock.nowMs() });
  },
  pods: async (writer, pod, { clock }) => describePod(writer, pod, clock.nowMs()),
  replicasets: async (writer, replicaSet, invocation) =>
    describeReplicaSet(writer, replicaSet, await ownPods('replicasets.apps', replicaSet, invocation)),
  statefulsets: async (writer, set, invocation) =>
    describeStatefulSet(writer, set, await ownPods('statefulsets.apps', set, invocation)),
  services: async (writer, service, { client, signal }) => {
    const { namespace, name } = service.metadata;
    const labelSelector = `kubernetes.io/service-name=${name}`;
    describeService(
      writer,
      service,
      await orNone(client.list('endpointslices', { namespace }, { labelSelector, signal })),
    );
  },
};

/** Kinds whose descriptions tell no events. */
const withoutEvents = new Set([
  'ClusterRole',
  'ClusterRoleBinding',
  'LimitRange',
  'Namespace',
  'NetworkPolicy',
  'ResourceQuota',
  'Role',
  'RoleBinding',
  'Secret',
]);

/** Whether an object's description ends with its events. */
export function tellsEvents({ kind }: Stored): boolean {
  return !withoutEvents.has(kind);
}

/** Writes what there is to say of an object, but for its events. */
export async function describeObject(
  writer: DescribeWriter,
  { resource, object }: Found,
  invocation: Invocation,
): Promise<void> {
  const isCommon = ['', 'apps', 'batch'].includes(resource.group) && Object.hasOwn(describers, resource.resource);
  if (!isCommon) {
    await (await laterCode.describeRare()).describeRare(writer, { resource, object }, invocation);
    return;
  }
  const describer = (describers as Readonly<Record<string, Describer<BuiltInName>>>)[resource.resource];
  await describer?.(writer, object, invocation);
}

/** The Pods that a workload selects. */
async function ownPods(name: string, { metadata }: Stored, invocation: Invocation): Promise<StoredPod[]> {
  const resource = await invocation.client.discovery.find(name, { signal: invocation.signal });
  const namespace = metadata.namespace ?? invocation.namespace;
  return resource ? podsOf(resource, metadata.name, { ...invocation, namespace }) : [];
}

/** The items of a list; none where the cluster does not serve that kind. */
async function orNone<T>(list: Promise<{ readonly items: T[] }>): Promise<T[]> {
  try {
    return (await list).items;
  } catch (error) {
    if (error instanceof StatusError && error.reason === 'NotFound') return [];
    throw error;
  }
}
