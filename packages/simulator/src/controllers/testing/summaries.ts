import type { ResourceName, StoredOf } from '../../apiserver/local-api.ts';
import type { TestCluster } from './test-cluster.ts';

type Workload = StoredOf<'deployments'> | StoredOf<'replicasets'>;

/** The distinct states of one Deployment or ReplicaSet, one line each, in order; for comparing with a real cluster's. */
export function distinctStates(
  cluster: TestCluster,
  resource: 'deployments' | 'replicasets',
  name: string | RegExp,
): string[] {
  const lines: string[] = [];
  const history = cluster.history(resource) as readonly { type: string; object: Workload }[];
  for (const { type, object } of history) {
    const isMeant = typeof name === 'string' ? object.metadata.name === name : name.test(object.metadata.name);
    if (type === 'DELETED' || !isMeant) continue;
    const line = stateLine(object);
    if (line !== lines.at(-1)) lines.push(line);
  }
  return lines;
}

function stateLine({ spec, status = {} }: Workload): string {
  const { conditions, ...counts } = status as { conditions?: { type: string; status: string; reason?: string }[] };
  const numbers = Object.entries(counts).map(([key, value]) => `${key.replace('Replicas', '')}=${String(value)}`);
  const states = (conditions ?? []).map(
    (condition) => `${condition.type}=${condition.status}:${condition.reason ?? ''}`,
  );
  return [`wants ${spec?.replicas ?? 1}:`, ...numbers, ...states].join(' ');
}

/** What Events say of one kind of object, with their counts, in order of first appearance; generated names shortened. */
export function eventTexts(cluster: TestCluster, kind: string, namespace = 'default'): string[] {
  return cluster.api
    .list('events', namespace)
    .filter(({ involvedObject }) => involvedObject.kind === kind)
    .toSorted((a, b) => Number(a.metadata.resourceVersion) - Number(b.metadata.resourceVersion))
    .map(({ type, reason, message, count }) =>
      shorten(`${type ?? ''} ${reason ?? ''} ${message ?? ''} x${count ?? 0}`),
    );
}

/** Names that were generated, without what was drawn. */
export function shorten(text: string): string {
  return text.replaceAll(/-[bcdfghjklmnpqrstvwxz2456789]{8,10}(-[bcdfghjklmnpqrstvwxz2456789]{5})?\b/g, (_, pod) =>
    pod ? '-HASH-POD' : '-HASH',
  );
}

/** The names of what is there. */
export function namesOf(cluster: TestCluster, resource: ResourceName, namespace = 'default'): string[] {
  return cluster.api.list(resource, namespace).map(({ metadata }) => metadata.name);
}
