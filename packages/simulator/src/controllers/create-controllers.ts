import type { ClusterContext, Component } from '../cluster/ports.ts';
import { createEventExpiry } from '../events/event-expiry.ts';
import { createScheduler } from '../scheduler/scheduler.ts';
import { cronJobController } from './cronjob/cronjob-controller.ts';
import { daemonSetController } from './daemonset/daemonset-controller.ts';
import { deploymentController } from './deployment/deployment-controller.ts';
import { disruptionController } from './disruption/disruption-controller.ts';
import { endpointSliceController } from './endpoints/endpointslice-controller.ts';
import { endpointsController } from './endpoints/endpoints-controller.ts';
import { garbageCollector } from './garbage-collector/garbage-collector.ts';
import { jobController } from './job/job-controller.ts';
import { orphanPodController } from './job/orphan-pod-controller.ts';
import { horizontalPodAutoscalerController } from './horizontal-pod-autoscaler/horizontal-pod-autoscaler-controller.ts';
import { type ControllerOptions, createController, defaultControllerOptions } from './machinery/controller.ts';
import { namespaceController } from './namespace/namespace-controller.ts';
import { rootCaPublisher } from './namespace/root-ca-publisher.ts';
import { serviceAccountController } from './namespace/service-account-controller.ts';
import { nodeLifecycleController } from './node-lifecycle/node-lifecycle-controller.ts';
import { ephemeralVolumeController } from './persistent-volume/ephemeral-volume-controller.ts';
import { localPathProvisioner } from './persistent-volume/local-path-provisioner.ts';
import { persistentVolumeController } from './persistent-volume/persistent-volume-controller.ts';
import { claimProtectionController, volumeProtectionController } from './persistent-volume/protection-controller.ts';
import { podGcController } from './pod-gc/pod-gc-controller.ts';
import { replicaSetController, replicationController } from './replicaset/replicaset-controller.ts';
import { resourceQuotaController } from './resource-quota/resource-quota-controller.ts';
import { statefulSetController } from './statefulset/statefulset-controller.ts';
import { taintEvictionController } from './taint-eviction/taint-eviction-controller.ts';
import { ttlAfterFinishedController } from './ttl-after-finished/ttl-after-finished-controller.ts';

/** What a control plane does, one thing each. */
const definitions = [
  namespaceController, // empties namespaces that are being deleted
  serviceAccountController, // a ServiceAccount `default` in every namespace
  rootCaPublisher, // a ConfigMap `kube-root-ca.crt` in every namespace
  deploymentController, // Deployments → ReplicaSets
  replicaSetController, // ReplicaSets → Pods
  replicationController, // ReplicationControllers → Pods
  daemonSetController, // DaemonSets → Pods, one per node
  statefulSetController, // StatefulSets → Pods with names of their own
  cronJobController, // CronJobs → Jobs
  jobController, // Jobs → Pods that end
  orphanPodController, // Pods that no Job will count any more
  ttlAfterFinishedController, // Jobs that ended long enough ago
  endpointsController, // Services → Endpoints
  endpointSliceController, // Services → EndpointSlices
  disruptionController, // what PodDisruptionBudgets allow
  nodeLifecycleController, // silent and cordoned nodes → conditions and taints
  taintEvictionController, // NoExecute taints → Pods deleted
  persistentVolumeController, // claims ↔ volumes
  claimProtectionController, // claims that are still used stay
  volumeProtectionController, // volumes that are still bound stay
  ephemeralVolumeController, // claims that Pods bring along
  localPathProvisioner, // volumes for claims of class `standard`
  horizontalPodAutoscalerController, // as many Pods as their usage asks for
  resourceQuotaController, // what ResourceQuotas count
  podGcController, // Pods that nobody else can remove
  garbageCollector, // what has lost its owners
] as const;

/** Creates everything of the control plane but the API server: the controllers, the scheduler, the expiry of Events. */
export function createControllers(
  context: ClusterContext,
  options: ControllerOptions = defaultControllerOptions,
): readonly Component[] {
  return [
    ...definitions.map((define) => createController(define(context), context, options)),
    createScheduler(context, options),
    createEventExpiry(context),
  ];
}
