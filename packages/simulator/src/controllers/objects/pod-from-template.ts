import { newControllerReference, type Stored } from '@podlab/apimachinery';
import type { Pod, PodTemplateSpec } from 'kubernetes-types/core/v1';
import { cloneJson } from '../../apiserver/objects/share-structure.ts';

/** An object that makes Pods from a template. */
export type PodMaker = Pick<Stored, 'apiVersion' | 'kind' | 'metadata'> & {
  readonly spec?: { readonly template?: PodTemplateSpec };
};

/** The Pod that an owner creates: its template, owned by it, with a name that the API server completes. */
export function podFromTemplate(owner: PodMaker): Pod {
  const template: PodTemplateSpec = owner.spec?.template ?? {};
  const { labels, annotations, finalizers } = template.metadata ?? {};
  return cloneJson({
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
