import type { LocalApi, StoredOf } from '../../apiserver/local-api.ts';
import { claimProtection } from '../../apiserver/admission/storage-names.ts';
import type { HostDirectories } from './host-directories.ts';
import { UnprocessedVolumeError, VolumeError } from './projected-files.ts';

/** Where the bytes of a claim are on the node. */
export interface ClaimVolume {
  /** Of the volume, which events name. */
  readonly name: string;
  readonly path: string;
}

/**
 * Finds the directory behind a claim.
 * @throws UnprocessedVolumeError when the claim is not bound
 * @throws VolumeError when its volume cannot be mounted
 * @see kubernetes v1.36 pkg/kubelet/volumemanager/populator/desired_state_of_world_populator.go
 */
export function findClaimVolume(
  api: Pick<LocalApi, 'get'>,
  { namespace, claimName }: { readonly namespace: string; readonly claimName: string },
  host: HostDirectories,
): ClaimVolume {
  const volume = boundVolume(api, namespace, claimName);
  const { name } = volume.metadata;
  const { hostPath, local } = volume.spec ?? {};
  const path = hostPath?.path ?? local?.path;
  if (path === undefined) throw new VolumeError(notSimulated(volume), name);
  if (hostPath?.type === 'Directory' && !host.has(path)) {
    throw new VolumeError(`hostPath type check failed: ${path} is not a directory`, name);
  }
  if (local && !host.has(path)) throw new VolumeError(`path "${path}" does not exist`, name);
  return { name, path };
}

function boundVolume(api: Pick<LocalApi, 'get'>, namespace: string, claimName: string): StoredOf<'persistentvolumes'> {
  const fail = (why: string) => new UnprocessedVolumeError(`error processing PVC ${namespace}/${claimName}: ${why}`);
  const claim = api.get('persistentvolumeclaims', namespace, claimName);
  if (!claim) {
    throw fail(`failed to fetch PVC from API server: persistentvolumeclaims "${claimName}" not found`);
  }
  const { deletionTimestamp, finalizers, uid } = claim.metadata;
  if (deletionTimestamp && !finalizers?.includes(claimProtection)) throw fail('PVC is being deleted');
  const volumeName = claim.spec?.volumeName;
  if (claim.status?.phase !== 'Bound' || !volumeName) throw fail('PVC is not bound');
  const volume = api.get('persistentvolumes', undefined, volumeName);
  if (!volume)
    throw fail(`failed to fetch PV ${volumeName} from API server: persistentvolumes "${volumeName}" not found`);
  const reference = volume.spec?.claimRef;
  if (!reference) {
    throw fail(
      `found PV object ${volumeName} but it has a nil pv.Spec.ClaimRef indicating it is not yet bound to the claim`,
    );
  }
  if (reference.uid !== uid) {
    throw fail(
      `found PV object ${volumeName} but its pv.Spec.ClaimRef.UID ${reference.uid ?? ''} does not point to claim.UID ${uid}`,
    );
  }
  return volume;
}

const described = ['accessModes', 'capacity', 'claimRef', 'mountOptions', 'nodeAffinity'];

function notSimulated({ spec = {} }: StoredOf<'persistentvolumes'>): string {
  const [source = 'unknown'] = Object.entries(spec).flatMap(([field, value]) =>
    typeof value === 'object' && !described.includes(field) ? [field] : [],
  );
  return `The embedded cluster cannot do this yet: a PersistentVolume of type ${source}. Use hostPath or the class standard, or a real cluster: --engine kind`;
}
