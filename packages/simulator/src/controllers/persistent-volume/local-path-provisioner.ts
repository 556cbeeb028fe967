import { keyOf, newHexId, newNameSuffix, newUid, splitKey } from '@podlab/apimachinery';
import { storageClassOf } from '../../apiserver/admission/storage-names.ts';
import type { ClusterContext } from '../../cluster/ports.ts';
import { type ControllerDefinition, type SyncResult, watching } from '../machinery/controller.ts';
import { annotations, type Claim, type Volume } from './binding.ts';

const provisionerName = 'rancher.io/local-path';
const fieldManager = 'local-path-provisioner';
const selectedNodeNote = 'local.path.provisioner/selected-node';
const baseDirectory = '/var/local-path-provisioner';
/** A real one runs a Pod on the node that makes or removes the directory: seconds, on an idle machine. */
const helperMs = { min: 3000, spread: 2000 };
/** Pause after a failure; doubled each time. @see sigs.k8s.io/sig-storage-lib-external-provisioner controller.go */
const firstRetryMs = 15_000;
const supportedModes = ['ReadWriteOnce', 'ReadWriteOncePod'];

/**
 * Makes volumes for claims of kind's class `standard`, as directories on the node that the scheduler chose, and removes
 * them when they are released.
 */
export function localPathProvisioner({ api, timers, random, eventRecorder }: ClusterContext): ControllerDefinition {
  const own = random.fork(provisionerName);
  const podName = `local-path-provisioner-${newHexId(own, 10)}-${newNameSuffix(own)}`;
  const events = eventRecorder(`${provisionerName}_${podName}_${newUid(own)}`);
  /** Claim or volume UID → when its helper is done. */
  const readyMs = new Map<string, number>();
  const failures = new Map<string, number>();

  /** @returns how long it takes still; 0 when it is done */
  function helperTime(uid: string): number {
    const nowMs = timers.nowMs();
    const due = readyMs.get(uid) ?? nowMs + helperMs.min + own.below(helperMs.spread);
    readyMs.set(uid, due);
    if (due > nowMs) return due - nowMs;
    readyMs.delete(uid);
    return 0;
  }

  function syncClaim(key: string): SyncResult | undefined {
    const { namespace, name } = splitKey(key);
    const claim = api.get('persistentvolumeclaims', namespace, name);
    if (!claim || !isAsked(claim)) return undefined;
    const { uid } = claim.metadata;
    if (claim.spec?.volumeMode === 'Block') {
      const message = `${provisionerName} does not support block volume provisioning`;
      events.event(claim, { type: 'Warning', reason: 'ProvisioningFailed', message });
      // It is not tried again.
      failures.set(uid, 1);
      return undefined;
    }
    if (!readyMs.has(uid)) {
      const message = `External provisioner is provisioning volume for claim "${key}"`;
      events.event(claim, { type: 'Normal', reason: 'Provisioning', message });
      const fault = findFault(claim);
      if (fault) return fail(claim, fault);
    }
    const waitMs = helperTime(uid);
    if (waitMs > 0) return { requeueAfterMs: waitMs };
    failures.delete(uid);
    const volume = volumeFor(claim);
    if (api.get('persistentvolumes', undefined, volume.metadata.name)) return undefined;
    api.create('persistentvolumes', volume, { fieldManager });
    const message = `Successfully provisioned volume ${volume.metadata.name}`;
    events.event(claim, { type: 'Normal', reason: 'ProvisioningSucceeded', message });
    return undefined;
  }

  function fail(claim: Claim, fault: string): SyncResult {
    const message = `failed to provision volume with StorageClass "${storageClassOf(claim)}": ${fault}`;
    events.event(claim, { type: 'Warning', reason: 'ProvisioningFailed', message });
    const count = failures.get(claim.metadata.uid) ?? 0;
    failures.set(claim.metadata.uid, count + 1);
    return { requeueAfterMs: firstRetryMs * 2 ** count };
  }

  function volumeFor(claim: Claim) {
    const { namespace = '', name, uid, resourceVersion } = claim.metadata;
    const nodeName = claim.metadata.annotations?.[annotations.selectedNode] ?? '';
    const volumeName = `pvc-${uid}`;
    const storageClass = api.get('storageclasses', undefined, storageClassOf(claim));
    const hostname = api.get('nodes', undefined, nodeName)?.metadata.labels?.['kubernetes.io/hostname'] ?? nodeName;
    return {
      metadata: {
        name: volumeName,
        annotations: { [selectedNodeNote]: nodeName, [annotations.provisionedBy]: provisionerName },
      },
      spec: {
        accessModes: [...(claim.spec?.accessModes ?? [])],
        capacity: { storage: claim.spec?.resources?.requests?.['storage'] ?? '0' },
        claimRef: { apiVersion: 'v1', kind: 'PersistentVolumeClaim', name, namespace, resourceVersion, uid },
        hostPath: { path: `${baseDirectory}/${volumeName}_${namespace}_${name}`, type: 'DirectoryOrCreate' },
        nodeAffinity: {
          required: {
            nodeSelectorTerms: [
              { matchExpressions: [{ key: 'kubernetes.io/hostname', operator: 'In', values: [hostname] }] },
            ],
          },
        },
        persistentVolumeReclaimPolicy: storageClass?.reclaimPolicy ?? 'Delete',
        storageClassName: storageClassOf(claim),
        volumeMode: 'Filesystem',
      },
    };
  }

  function syncVolume(name: string): SyncResult | undefined {
    const volume = api.get('persistentvolumes', undefined, name);
    if (!volume || !isDisposable(volume)) return undefined;
    const waitMs = helperTime(volume.metadata.uid);
    if (waitMs > 0) return { requeueAfterMs: waitMs };
    if (!volume.metadata.deletionTimestamp) api.delete('persistentvolumes', undefined, name, { fieldManager });
    return undefined;
  }

  return {
    name: fieldManager,
    watches: [
      watching('persistentvolumeclaims', ({ type, object }) =>
        type !== 'DELETED' && isAsked(object) && !readyMs.has(object.metadata.uid) && !failures.has(object.metadata.uid)
          ? [`claim:${keyOf(object)}`]
          : [],
      ),
      watching('persistentvolumes', ({ type, object }) =>
        type !== 'DELETED' && isDisposable(object) ? [`volume:${keyOf(object)}`] : [],
      ),
    ],
    sync: (key) => {
      const colon = key.indexOf(':');
      const rest = key.slice(colon + 1);
      return key.slice(0, colon) === 'claim' ? syncClaim(rest) : syncVolume(rest);
    },
  };
}

function isAsked({ metadata, spec }: Claim): boolean {
  return metadata.annotations?.[annotations.provisioner] === provisionerName && !spec?.volumeName;
}

function isDisposable({ metadata, spec, status }: Volume): boolean {
  return (
    metadata.annotations?.[annotations.provisionedBy] === provisionerName &&
    spec?.persistentVolumeReclaimPolicy === 'Delete' &&
    status?.phase === 'Released'
  );
}

/** What the provisioner cannot do, in its own words. */
function findFault({ metadata, spec }: Claim): string | undefined {
  if (spec?.selector) return 'claim.Spec.Selector is not supported';
  if (!(spec?.accessModes ?? []).every((mode) => supportedModes.includes(mode))) {
    return 'NodePath only supports ReadWriteOnce and ReadWriteOncePod (1.22+) access modes';
  }
  if (!metadata.annotations?.[annotations.selectedNode]) return 'configuration error, no node was specified';
  return undefined;
}
