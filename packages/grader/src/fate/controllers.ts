import { controllerOf, type KubeObject } from '@podlab/apimachinery';
import type { History } from '../history/history.ts';
import type { Lane, Version } from '../history/version.ts';

const controllerResources = ['replicasets', 'deployments', 'statefulsets', 'daemonsets', 'jobs'] as const;

/** Everything that can control Pods, or control what controls them, by UID. */
export function controllerLanes(history: History): ReadonlyMap<string, Lane> {
  return new Map(controllerResources.flatMap((resource) => history.lanes(resource).map((lane) => [lane.uid, lane])));
}

/** `spec.replicas`, where the kind has it. */
export function replicasOf(object: KubeObject | undefined): number | undefined {
  const replicas = (object?.spec as { replicas?: unknown } | undefined)?.replicas;
  return typeof replicas === 'number' ? replicas : undefined;
}

/** The version in force at `order` on the cluster's time line. */
export function versionByOrder(lane: Lane, order: number): Version | undefined {
  return lane.versions.findLast((version) => version.order <= order);
}

/** Whether the object is gone, or on its way out, at `order`. */
export function isGoneBy(lane: Lane, order: number): boolean {
  return lane.versions.some(
    (version) => version.order <= order && (version.gone || version.object.metadata?.deletionTimestamp !== undefined),
  );
}

/** The controller of a controller: the Deployment of a ReplicaSet. */
export function ownerLane(lane: Lane, lanes: ReadonlyMap<string, Lane>): Lane | undefined {
  const last = lane.versions.findLast((version) => controllerOf(version.object) !== undefined);
  return lanes.get((last && controllerOf(last.object)?.uid) ?? '');
}
