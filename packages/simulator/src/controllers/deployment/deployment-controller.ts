import { controllerOf, keyOf, splitKey } from '@podlab/apimachinery';
import type { LabelSelector } from 'kubernetes-types/meta/v1';
import type { ClusterContext } from '../../cluster/ports.ts';
import { type ControllerDefinition, type SyncResult, watching } from '../machinery/controller.ts';
import { claimObjects } from '../objects/claim-objects.ts';
import { OrphanIndex, ownerKeys } from '../objects/orphan-index.ts';
import { syncDeployment } from './sync-deployment.ts';
import type { StoredDeployment, StoredReplicaSet } from './types.ts';
import { selects } from '../objects/selector.ts';

/** Rolls Pod templates out by way of ReplicaSets. @see pkg/controller/deployment/deployment_controller.go */
export function deploymentController(context: ClusterContext): ControllerDefinition {
  const { api, timers } = context;
  const events = context.eventRecorder('deployment-controller');
  const orphans = new OrphanIndex();

  function sync(key: string): SyncResult | undefined {
    const { namespace, name } = splitKey(key);
    const deployment = api.get('deployments', namespace, name) as StoredDeployment | undefined;
    if (!deployment) return undefined;
    const orphaned = orphans.listIn(api, 'replicasets', namespace);
    const replicaSets = claimObjects(api, 'replicasets', {
      owner: deployment,
      selector: deployment.spec.selector,
      candidates: [...api.listOwnedBy('replicasets', deployment.metadata.uid), ...orphaned],
    }) as StoredReplicaSet[];
    return syncDeployment({ api, events, nowMs: timers.nowMs() }, deployment, replicaSets);
  }

  return {
    name: 'deployment-controller',
    watches: [
      watching('deployments', (change) => [keyOf(change.object)]),
      watching('replicasets', (change) => {
        const keys = ownerKeys(change, 'Deployment');
        if (orphans.observe(change)) {
          for (const deployment of api.list('deployments', change.object.metadata.namespace)) {
            const selector = deployment.spec?.selector as LabelSelector;
            if (selects(selector, change.object.metadata.labels)) keys.add(keyOf(deployment));
          }
        }
        return keys;
      }),
      watching('pods', (change) => {
        // Recreate waits for the last old Pod to be gone; nothing else looks at Pods.
        const owner = controllerOf(change.object);
        if (change.type !== 'DELETED' || owner?.kind !== 'ReplicaSet') return [];
        const replicaSet = api.get('replicasets', change.object.metadata.namespace, owner.name);
        const name = replicaSet && controllerOf(replicaSet)?.name;
        const deployment = name ? api.get('deployments', change.object.metadata.namespace, name) : undefined;
        return deployment?.spec?.strategy?.type === 'Recreate' ? [keyOf(deployment)] : [];
      }),
    ],
    sync,
  };
}
