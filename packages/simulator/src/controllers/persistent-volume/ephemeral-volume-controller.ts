import { keyOf, newControllerReference, splitKey } from '@podlab/apimachinery';
import type { ClusterContext } from '../../cluster/ports.ts';
import { type ControllerDefinition, watching } from '../machinery/controller.ts';
import { isPodTerminal } from '../objects/pod.ts';

const fieldManager = 'kube-controller-manager';
/** The scheduler has looked for the claim before it is there: a Pod's Events begin with that. */
const slowness = 4;

/** Makes the claims that Pods bring along as templates; they go with their Pod. @see pkg/controller/volume/ephemeral (v1.36) */
export function ephemeralVolumeController({ api }: ClusterContext): ControllerDefinition {
  return {
    name: 'ephemeral-volume-controller',
    slowness,
    watches: [
      watching('pods', ({ type, object }) => {
        const isConcerned = type !== 'DELETED' && !isPodTerminal(object) && !object.metadata.deletionTimestamp;
        return isConcerned && object.spec?.volumes?.some(({ ephemeral }) => ephemeral) ? [keyOf(object)] : [];
      }),
    ],
    sync: (key) => {
      const { namespace, name } = splitKey(key);
      const pod = api.get('pods', namespace, name);
      if (!pod || pod.metadata.deletionTimestamp) return undefined;
      for (const { name: volumeName, ephemeral } of pod.spec?.volumes ?? []) {
        const template = ephemeral?.volumeClaimTemplate;
        const claimName = `${name}-${volumeName}`;
        if (!template || api.get('persistentvolumeclaims', namespace, claimName)) continue;
        const { labels, annotations } = template.metadata ?? {};
        const metadata = {
          name: claimName,
          namespace,
          ownerReferences: [newControllerReference(pod)],
          ...(labels ? { labels: { ...labels } } : {}),
          ...(annotations ? { annotations: { ...annotations } } : {}),
        };
        api.create('persistentvolumeclaims', { metadata, spec: structuredClone(template.spec) }, { fieldManager });
      }
      return undefined;
    },
  };
}
