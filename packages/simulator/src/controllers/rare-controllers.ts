import type { ClusterContext, Component } from '../cluster/ports.ts';
import { cronJobController } from './cronjob/cronjob-controller.ts';
import { mirroringController } from './endpoints/mirroring-controller.ts';
import { disruptionController } from './disruption/disruption-controller.ts';
import { jobController } from './job/job-controller.ts';
import { orphanPodController } from './job/orphan-pod-controller.ts';
import { horizontalPodAutoscalerController } from './horizontal-pod-autoscaler/horizontal-pod-autoscaler-controller.ts';
import { ephemeralVolumeController } from './persistent-volume/ephemeral-volume-controller.ts';
import { localPathProvisioner } from './persistent-volume/local-path-provisioner.ts';
import { persistentVolumeController } from './persistent-volume/persistent-volume-controller.ts';
import { claimProtectionController, volumeProtectionController } from './persistent-volume/protection-controller.ts';
import { tokenSecretController } from './namespace/token-secret-controller.ts';
import { replicationController } from './replicaset/replicaset-controller.ts';
import { resourceQuotaController } from './resource-quota/resource-quota-controller.ts';
import { statefulSetController } from './statefulset/statefulset-controller.ts';
import { ttlAfterFinishedController } from './ttl-after-finished/ttl-after-finished-controller.ts';
import { type ControllerOptions, createController, defaultControllerOptions } from './machinery/controller.ts';

/** What a control plane does about kinds that are not in every cluster, one thing each. */
const definitions = [
  replicationController, // ReplicationControllers → Pods
  statefulSetController, // StatefulSets → Pods with names of their own
  cronJobController, // CronJobs → Jobs
  jobController, // Jobs → Pods that end
  orphanPodController, // Pods that no Job will count any more
  ttlAfterFinishedController, // Jobs that ended long enough ago
  mirroringController, // Endpoints that somebody wrote → EndpointSlices
  disruptionController, // what PodDisruptionBudgets allow
  persistentVolumeController, // claims ↔ volumes
  claimProtectionController, // claims that are still used stay
  volumeProtectionController, // volumes that are still bound stay
  ephemeralVolumeController, // claims that Pods bring along
  localPathProvisioner, // volumes for claims of class `standard`
  horizontalPodAutoscalerController, // as many Pods as their usage asks for
  tokenSecretController, // tokens in Secrets that ask for one
  resourceQuotaController, // what ResourceQuotas count
] as const;

/** Creates the controllers of the rarer kinds: nothing is for them to do until one of these is first written. */
export function createRareControllers(
  context: ClusterContext,
  options: ControllerOptions = defaultControllerOptions,
): readonly Component[] {
  return definitions.map((define) => createController(define(context), context, options));
}
