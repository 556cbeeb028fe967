import { keyOf, splitKey } from '@podlab/apimachinery';
import { claimProtection, volumeProtection } from '../../apiserver/admission/storage-names.ts';
import type { StoredOf } from '../../apiserver/local-api.ts';
import type { ClusterContext } from '../../cluster/ports.ts';
import { type ControllerDefinition, watching } from '../machinery/controller.ts';
import { claimsUsedBy } from './claims-used-by.ts';

const fieldManager = 'kube-controller-manager';

/** Lets a claim go that is being deleted, once no Pod with a node uses it. @see pkg/controller/volume/pvcprotection (v1.36) */
export function claimProtectionController({ api }: ClusterContext): ControllerDefinition {
  return {
    name: 'persistentvolumeclaim-protection-controller',
    watches: [
      watching('persistentvolumeclaims', ({ object }) => (object.metadata.deletionTimestamp ? [keyOf(object)] : [])),
      watching('pods', ({ object }) => claimsUsedBy(object).map((name) => `${object.metadata.namespace}/${name}`)),
    ],
    sync: (key) => {
      const { namespace, name } = splitKey(key);
      const claim = api.get('persistentvolumeclaims', namespace, name);
      if (!isProtected(claim, claimProtection)) return undefined;
      const isUsed = api.list('pods', namespace).some((pod) => pod.spec?.nodeName && claimsUsedBy(pod).includes(name));
      if (!isUsed) api.update('persistentvolumeclaims', withoutFinalizer(claim, claimProtection), { fieldManager });
      return undefined;
    },
  };
}

/** Lets a volume go that is being deleted, unless it is bound. @see pkg/controller/volume/pvprotection (v1.36) */
export function volumeProtectionController({ api }: ClusterContext): ControllerDefinition {
  return {
    name: 'persistentvolume-protection-controller',
    watches: [
      watching('persistentvolumes', ({ object }) => (object.metadata.deletionTimestamp ? [keyOf(object)] : [])),
    ],
    sync: (name) => {
      const volume = api.get('persistentvolumes', undefined, name);
      if (!isProtected(volume, volumeProtection) || volume.status?.phase === 'Bound') return undefined;
      api.update('persistentvolumes', withoutFinalizer(volume, volumeProtection), { fieldManager });
      return undefined;
    },
  };
}

type Protected = StoredOf<'persistentvolumeclaims'> | StoredOf<'persistentvolumes'>;

function isProtected<T extends Protected>(object: T | undefined, finalizer: string): object is T {
  const { deletionTimestamp, finalizers } = object?.metadata ?? {};
  return deletionTimestamp !== undefined && (finalizers?.includes(finalizer) ?? false);
}

function withoutFinalizer<T extends Protected>(object: T, finalizer: string): T {
  const finalizers = object.metadata.finalizers?.filter((other) => other !== finalizer);
  return { ...object, metadata: { ...object.metadata, finalizers } };
}
