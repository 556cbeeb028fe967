import { keyOf, newUid, splitKey } from '@podlab/apimachinery';
import type { PersistentVolume } from 'kubernetes-types/core/v1';
import { storageClassOf } from '../../apiserver/admission/storage-names.ts';
import type { ClusterContext } from '../../cluster/ports.ts';
import type { EventRecorder } from '../../events/event-recorder.ts';
import { localPathStorage } from '../../system/local-path-names.ts';
import { type ControllerDefinition, type SyncResult, watching } from '../machinery/controller.ts';
import { isPodReady } from '../objects/pod.ts';
import { unlessGone } from '../objects/status-errors.ts';
import { annotations, type Claim, type Volume } from './binding.ts';
import { type HelperAction, helperPodFor, helperPodName, type LocalPathVolume } from './helper-pod.ts';

const provisionerName = 'rancher.io/local-path';
const fieldManager = 'local-path-provisioner';
const selectedNodeNote = 'local.path.provisioner/selected-node';
const { namespace: home, app, directory } = localPathStorage;
/** How often it looks whether the helper Pod is done, and for how long. */
const helperPollMs = 1000;
const helperTimeoutSeconds = 120;
/** Pause after a failure; doubled each time. @see sigs.k8s.io/sig-storage-lib-external-provisioner controller.go */
const firstRetryMs = 15_000;
const supportedModes = ['ReadWriteOnce', 'ReadWriteOncePod'];

/**
 * Makes volumes for claims of kind's class `standard`, as directories on the node that the scheduler chose, and removes
 * them when they are released: a helper Pod on the node does it. Works as long as its own Pod is Ready.
 * @see github.com/rancher/local-path-provisioner v0.0.30 provisioner.go
 */
export function localPathProvisioner({ api, timers, random, eventRecorder }: ClusterContext): ControllerDefinition {
  const own = random.fork(provisionerName);
  const recorders = new Map<string, EventRecorder>();
  /** Key of what is being done → its helper Pod, and since when. */
  const begun = new Map<string, { readonly helper: string; readonly sinceMs: number }>();
  const failures = new Map<string, number>();

  /** The Events of the Pod that does the work now; undefined while there is none. */
  function recorder(): EventRecorder | undefined {
    const pod = api.list('pods', home).find((each) => each.metadata.labels?.['app'] === app && isPodReady(each));
    if (!pod) return undefined;
    const { name } = pod.metadata;
    const events = recorders.get(name) ?? eventRecorder(`${provisionerName}_${name}_${newUid(own)}`);
    recorders.set(name, events);
    return events;
  }

  /** Has a helper Pod do it, and says how far it is. What was begun under the same key for another volume is given up. */
  function help(key: string, action: HelperAction, volume: LocalPathVolume): Help {
    const helper = helperPodName(action, volume.name);
    const entry = begun.get(key);
    if (entry?.helper !== helper) {
      giveUp(key);
      begun.set(key, { helper, sinceMs: timers.nowMs() });
      if (!api.get('pods', home, helper)) api.create('pods', helperPodFor(action, volume), { fieldManager });
      return { isDone: false };
    }
    const pod = api.get('pods', home, helper);
    const isLate = timers.nowMs() - entry.sinceMs >= helperTimeoutSeconds * 1000;
    if (pod && pod.status?.phase !== 'Succeeded' && !isLate) return { isDone: false };
    giveUp(key);
    if (pod?.status?.phase === 'Succeeded') return { isDone: true };
    const why = pod ? `create process timeout after ${helperTimeoutSeconds} seconds` : `pods "${helper}" not found`;
    return { fault: `failed to ${action} volume ${volume.name}: ${why}` };
  }

  /** Removes the helper Pod, if there is one. */
  function giveUp(key: string): void {
    const helper = begun.get(key)?.helper;
    begun.delete(key);
    if (helper !== undefined) unlessGone(() => api.delete('pods', home, helper, { fieldManager }));
  }

  function syncClaim(key: string): SyncResult | undefined {
    const id = splitKey(key.slice('claim:'.length));
    const claim = api.get('persistentvolumeclaims', id.namespace, id.name);
    if (!claim || !isAsked(claim)) {
      giveUp(key);
      return undefined;
    }
    const events = recorder();
    if (!events) return { requeueAfterMs: helperPollMs };
    if (claim.spec?.volumeMode === 'Block') {
      const message = `${provisionerName} does not support block volume provisioning`;
      events.event(claim, { type: 'Warning', reason: 'ProvisioningFailed', message });
      // It is not tried again.
      failures.set(claim.metadata.uid, 1);
      return undefined;
    }
    const volume = volumeFor(claim);
    const { name } = volume.metadata;
    if (begun.get(key)?.helper !== helperPodName('create', name)) {
      const message = `External provisioner is provisioning volume for claim "${keyOf(claim)}"`;
      events.event(claim, { type: 'Normal', reason: 'Provisioning', message });
      const fault = findFault(claim);
      if (fault) return fail(events, claim, fault);
    }
    const { isDone, fault } = help(key, 'create', placeOf(volume));
    if (fault !== undefined) return fail(events, claim, fault);
    if (!isDone) return { continueAfterMs: helperPollMs };
    failures.delete(claim.metadata.uid);
    if (api.get('persistentvolumes', undefined, name)) return undefined;
    api.create('persistentvolumes', volume, { fieldManager });
    const message = `Successfully provisioned volume ${name}`;
    events.event(claim, { type: 'Normal', reason: 'ProvisioningSucceeded', message });
    return undefined;
  }

  function fail(events: EventRecorder, claim: Claim, fault: string): SyncResult {
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
        hostPath: { path: `${directory}/${volumeName}_${namespace}_${name}`, type: 'DirectoryOrCreate' },
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

  function syncVolume(key: string): SyncResult | undefined {
    const name = key.slice('volume:'.length);
    const volume = api.get('persistentvolumes', undefined, name);
    if (!volume || !isDisposable(volume)) {
      giveUp(key);
      return undefined;
    }
    const events = recorder();
    if (!events) return { requeueAfterMs: helperPollMs };
    const { isDone, fault } = help(key, 'delete', placeOf(volume));
    if (fault !== undefined) {
      events.event(volume, { type: 'Warning', reason: 'VolumeFailedDelete', message: fault });
      return { requeueAfterMs: firstRetryMs };
    }
    if (!isDone) return { continueAfterMs: helperPollMs };
    api.delete('persistentvolumes', undefined, name, { fieldManager });
    return undefined;
  }

  return {
    name: fieldManager,
    watches: [
      watching('persistentvolumeclaims', ({ type, object }) =>
        type !== 'DELETED' &&
        isAsked(object) &&
        !begun.has(`claim:${keyOf(object)}`) &&
        !failures.has(object.metadata.uid)
          ? [`claim:${keyOf(object)}`]
          : [],
      ),
      watching('persistentvolumes', ({ type, object }) =>
        type !== 'DELETED' && isDisposable(object) && !begun.has(`volume:${keyOf(object)}`)
          ? [`volume:${keyOf(object)}`]
          : [],
      ),
    ],
    sync: (key) => (key.startsWith('claim:') ? syncClaim(key) : syncVolume(key)),
  };
}

/** How far a helper Pod is; `fault`: why it will never be done. */
interface Help {
  readonly isDone?: boolean;
  readonly fault?: string;
}

function placeOf({ metadata, spec }: Pick<PersistentVolume, 'metadata' | 'spec'>): LocalPathVolume {
  return {
    name: metadata?.name ?? '',
    node: metadata?.annotations?.[selectedNodeNote] ?? '',
    path: spec?.hostPath?.path ?? '',
    storage: spec?.capacity?.['storage'] ?? '0',
  };
}

function isAsked({ metadata, spec }: Claim): boolean {
  return metadata.annotations?.[annotations.provisioner] === provisionerName && !spec?.volumeName;
}

/** What somebody else is deleting already is left to them, its directory included. */
function isDisposable({ metadata, spec, status }: Volume): boolean {
  return (
    !metadata.deletionTimestamp &&
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
