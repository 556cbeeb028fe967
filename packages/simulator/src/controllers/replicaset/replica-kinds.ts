import type { ReplicaSetStatus } from 'kubernetes-types/apps/v1';
import type { LocalApi, StoredOf } from '../../apiserver/local-api.ts';
import { asReplicaSet } from '../../apiserver/objects/replication-controller.ts';

type ReplicaSet = StoredOf<'replicasets'>;

const fieldManager = 'kube-controller-manager';

/** What keeps a number of Pods, in the shape of a ReplicaSet. */
export interface ReplicaKind {
  /** Also the source of its Events. */
  readonly controller: string;
  readonly kind: 'ReplicaSet' | 'ReplicationController';
  readonly resource: 'replicasets' | 'replicationcontrollers';
  get(api: LocalApi, namespace: string | undefined, name: string): ReplicaSet | undefined;
  list(api: LocalApi, namespace: string | undefined): readonly ReplicaSet[];
  updateStatus(api: LocalApi, object: ReplicaSet, status: ReplicaSetStatus): void;
}

export const replicaSetKind: ReplicaKind = {
  controller: 'replicaset-controller',
  kind: 'ReplicaSet',
  resource: 'replicasets',
  get: (api, namespace, name) => api.get('replicasets', namespace, name),
  list: (api, namespace) => api.list('replicasets', namespace),
  updateStatus: (api, object, status) => {
    api.updateStatus('replicasets', { ...object, status }, { fieldManager });
  },
};

/** @see pkg/controller/replication: the ReplicaSet's controller behind a conversion */
export const replicationControllerKind: ReplicaKind = {
  controller: 'replication-controller',
  kind: 'ReplicationController',
  resource: 'replicationcontrollers',
  get: (api, namespace, name) => {
    const found = api.get('replicationcontrollers', namespace, name);
    return found && asReplicaSet(found);
  },
  list: (api, namespace) => api.list('replicationcontrollers', namespace).map(asReplicaSet),
  updateStatus: (api, { metadata }, counted) => {
    const status = { ...counted };
    delete status.terminatingReplicas;
    const found = api.get('replicationcontrollers', metadata.namespace, metadata.name);
    if (found) api.updateStatus('replicationcontrollers', { ...found, status }, { fieldManager });
  },
};
