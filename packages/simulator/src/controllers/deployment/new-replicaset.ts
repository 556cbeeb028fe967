import { newControllerReference } from '@podlab/apimachinery';
import type { ReplicaSet } from 'kubernetes-types/apps/v1';
import type { LabelSelector } from 'kubernetes-types/meta/v1';
import { newReplicaSetAnnotations } from './annotations.ts';
import { maxRevision } from './find-replicasets.ts';
import { newReplicaSetSize } from './rolling.ts';
import { templateHash, templateHashLabel } from './template-hash.ts';
import { type StoredDeployment, type StoredReplicaSet, totalReplicas } from './types.ts';

/**
 * The ReplicaSet that rolls out the Deployment's template, named and labelled by the template's hash.
 * @see pkg/controller/deployment/sync.go getNewReplicaSet
 */
export function replicaSetFromTemplate(deployment: StoredDeployment, old: readonly StoredReplicaSet[]): ReplicaSet {
  const { template, selector, minReadySeconds } = deployment.spec;
  const { name, namespace } = deployment.metadata;
  const hash = templateHash(template, deployment.status?.collisionCount);
  const labels = { ...template.metadata?.labels, [templateHashLabel]: hash };
  return structuredClone({
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: {
      name: `${name}-${hash}`,
      ...(namespace ? { namespace } : {}),
      labels,
      annotations: newReplicaSetAnnotations(deployment, undefined, maxRevision(old) + 1),
      ownerReferences: [newControllerReference(deployment)],
    },
    spec: {
      replicas: newReplicaSetSize(deployment, 0, totalReplicas(old)),
      ...(minReadySeconds ? { minReadySeconds } : {}),
      selector: withHash(selector, hash),
      template: { ...template, metadata: { ...template.metadata, labels } },
    },
  });
}

function withHash(selector: LabelSelector, hash: string): LabelSelector {
  return { ...selector, matchLabels: { ...selector.matchLabels, [templateHashLabel]: hash } };
}
