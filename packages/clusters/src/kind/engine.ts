import type { Engine } from '../engine.ts';
import { createActions } from './create.ts';
import { deleteActions } from './delete.ts';
import { doctorActions } from './doctor.ts';
import { clusterNamePrefix, type KindCluster } from './kind-cluster.ts';
import { type KindHost, realKindHost } from './kind-host.ts';
import { loadImagesActions } from './load-images.ts';
import { inspectCluster } from './ownership.ts';
import { resetActions } from './reset.ts';

export interface KindEngineOptions {
  /** Must start with `podlab-`, and be unique to this copy of Podlab on this machine. */
  readonly clusterName: string;
  /** Written for the learner, 0600, with the one context `clusterName`. */
  readonly kubeconfigPath: string;
  /** The namespace that the kubeconfig's context names. */
  readonly namespace: string;
  /** Where we remember that the cluster is ours. */
  readonly recordPath: string;
  /** Identifies the cluster as ours, in the record and in the cluster; unguessable. Used by `create` only. */
  readonly ownerId: string;
  /** The image of the nodes, such as the value of PODLAB_NODE_IMAGE. Default: kind's own. */
  readonly image?: string;
  /** Default: this machine. `createDryRun` gives one that only writes down. */
  readonly host?: KindHost;
}

/** A real Kubernetes cluster in Docker containers, made by the programs `kind` and `docker`. */
export function createKindEngine({ host = realKindHost, clusterName, ownerId, ...places }: KindEngineOptions): Engine {
  if (!/^podlab-[a-z0-9]([a-z0-9-]*[a-z0-9])?$/.test(clusterName) || clusterName.length > 40)
    throw new RangeError(
      `\`clusterName\` must start with "${clusterNamePrefix}", hold only a–z, 0–9 and "-", and have at most 40 characters`,
    );
  const cluster: KindCluster = { host, name: clusterName, ...places };
  return {
    name: 'kind',
    doctor: (report) => doctorActions(host, report),
    inspect: (options) => inspectCluster(cluster, options),
    create: (spec) => createActions(cluster, spec, ownerId),
    loadImages: (images) => loadImagesActions(cluster, images),
    reset: (namespace) => resetActions(cluster, namespace),
    delete: () => deleteActions(cluster),
    connect: () => host.connect(cluster.kubeconfigPath),
  };
}
