import type { ClusterContext, Component } from '../cluster/ports.ts';
import { createEventExpiry } from '../events/event-expiry.ts';
import { createScheduler } from '../scheduler/scheduler.ts';
import { daemonSetController } from './daemonset/daemonset-controller.ts';
import { deploymentController } from './deployment/deployment-controller.ts';
import { endpointSliceController } from './endpoints/endpointslice-controller.ts';
import { endpointsController } from './endpoints/endpoints-controller.ts';
import { garbageCollector } from './garbage-collector/garbage-collector.ts';
import { type ControllerOptions, createController, defaultControllerOptions } from './machinery/controller.ts';
import { namespaceController } from './namespace/namespace-controller.ts';
import { rootCaPublisher } from './namespace/root-ca-publisher.ts';
import { serviceAccountController } from './namespace/service-account-controller.ts';
import { nodeLifecycleController } from './node-lifecycle/node-lifecycle-controller.ts';
import { podGcController } from './pod-gc/pod-gc-controller.ts';
import { replicaSetController } from './replicaset/replicaset-controller.ts';
import { taintEvictionController } from './taint-eviction/taint-eviction-controller.ts';

/** What a control plane does, one thing each. What is done about rarer kinds is in `rare-controllers.ts`. */
const definitions = [
  namespaceController, // empties namespaces that are being deleted
  serviceAccountController, // a ServiceAccount `default` in every namespace
  rootCaPublisher, // a ConfigMap `kube-root-ca.crt` in every namespace
  deploymentController, // Deployments → ReplicaSets
  replicaSetController, // ReplicaSets → Pods
  daemonSetController, // DaemonSets → Pods, one per node
  endpointsController, // Services → Endpoints
  endpointSliceController, // Services → EndpointSlices
  nodeLifecycleController, // silent and cordoned nodes → conditions and taints
  taintEvictionController, // NoExecute taints → Pods deleted
  podGcController, // Pods that nobody else can remove
  garbageCollector, // what has lost its owners
] as const;

/** Creates what every control plane has beside the API server: controllers, the scheduler, the expiry of Events. */
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
