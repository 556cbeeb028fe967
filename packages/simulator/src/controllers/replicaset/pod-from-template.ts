import { newControllerReference } from '@podlab/apimachinery';
import type { Pod, PodTemplateSpec } from 'kubernetes-types/core/v1';
import type { StoredOf } from '../../apiserver/local-api.ts';

/** The Pod that a ReplicaSet creates: its template, owned by it, with a name that the API server completes. */
export function podFromTemplate(owner: StoredOf<'replicasets'>): Pod {
  const template: PodTemplateSpec = owner.spec?.template ?? {};
  const { labels, annotations, finalizers } = template.metadata ?? {};
  return structuredClone({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      generateName: `${owner.metadata.name}-`,
      ...(owner.metadata.namespace ? { namespace: owner.metadata.namespace } : {}),
      ...(labels ? { labels } : {}),
      ...(annotations ? { annotations } : {}),
      ...(finalizers ? { finalizers } : {}),
      ownerReferences: [newControllerReference(owner)],
    },
    ...(template.spec ? { spec: template.spec } : {}),
  });
}
