import { formatTime, keyOf, splitKey } from '@podlab/apimachinery';
import { findDefaultClass } from '../../apiserver/admission/default-storage-class.ts';
import type { LocalApi } from '../../apiserver/local-api.ts';
import type { ClusterContext } from '../../cluster/ports.ts';
import { type ControllerDefinition, type SyncResult, watching } from '../machinery/controller.ts';
import { isPodTerminal } from '../objects/pod.ts';
import { claimsUsedBy } from './claims-used-by.ts';
import { annotations, type Claim, type Volume } from './binding.ts';
import { annotate, promise } from './promise.ts';
import { type ClaimPlan, planClaim } from './claim-plan.ts';
import { planDisposal, planVolume } from './volume-plan.ts';

const fieldManager = 'kube-controller-manager';
/** It has seen a claim before the scheduler has chosen a node for the Pod that waits for it, and says so. */
const slowness = 0;
/** All claims and volumes are looked at again so often. @see pkg/controller/volume/persistentvolume/config/v1alpha1/defaults.go */
const resyncMs = 15_000;

/**
 * Binds claims to volumes, and disposes of volumes whose claim is gone.
 * @see pkg/controller/volume/persistentvolume/pv_controller.go (v1.36)
 */
export function persistentVolumeController({
  api,
  timers,
  startedMs,
  eventRecorder,
}: ClusterContext): ControllerDefinition {
  const events = eventRecorder('persistentvolume-controller');
  /** Claim UID → the version that it was given here: hearing of that is no news. */
  const ownVersions = new Map<string, string>();
  const noteOwn = (claim: Claim): Claim => {
    ownVersions.set(claim.metadata.uid, claim.metadata.resourceVersion);
    return claim;
  };
  const untilResync = (): SyncResult => ({ requeueAfterMs: resyncMs - ((timers.nowMs() - startedMs) % resyncMs) });

  function syncClaim(key: string): SyncResult | undefined {
    const { namespace = '', name } = splitKey(key);
    const claim = api.get('persistentvolumeclaims', namespace, name);
    if (!claim) return undefined;
    const classes = api.list('storageclasses');
    const plan = planClaim(claim, {
      volumes: api.list('persistentvolumes'),
      classes,
      defaultClass: findDefaultClass(classes),
      waitingPods: api
        .list('pods', namespace)
        .filter((pod) => !pod.spec?.nodeName && !isPodTerminal(pod) && claimsUsedBy(pod).includes(name))
        .map(({ metadata }) => metadata.name),
    });
    return actOnClaim(claim, plan);
  }

  function actOnClaim(claim: Claim, plan: ClaimPlan): SyncResult | undefined {
    switch (plan.kind) {
      case 'bind':
        bind(plan.volume, claim);
        return undefined;
      case 'lose':
        if (claim.status?.phase === 'Lost') return undefined;
        setClaimStatus(claim, { phase: 'Lost' });
        events.event(claim, plan.event);
        return undefined;
      case 'setClass':
        api.update('persistentvolumeclaims', { ...claim, spec: { ...claim.spec, storageClassName: plan.className } });
        return undefined;
      case 'wait':
        if (plan.event) events.event(claim, plan.event);
        setClaimStatus(claim, { phase: 'Pending' });
        return untilResync();
      default: {
        const { provisioner } = plan;
        const asked = { [annotations.oldProvisioner]: provisioner, [annotations.provisioner]: provisioner };
        events.event(noteOwn(annotate(api, claim, asked)), plan.event);
        return untilResync();
      }
    }
  }

  function bind(volume: Volume, claim: Claim): void {
    const promised = setVolumePhase(promise(api, volume, claim), 'Bound');
    const isChosen = claim.spec?.volumeName !== promised.metadata.name;
    const marks = {
      [annotations.bindCompleted]: 'yes',
      ...(isChosen ? { [annotations.boundByController]: 'yes' } : {}),
    };
    const bound = api.update(
      'persistentvolumeclaims',
      {
        ...claim,
        metadata: { ...claim.metadata, annotations: { ...claim.metadata.annotations, ...marks } },
        spec: { ...claim.spec, volumeName: promised.metadata.name },
      },
      { fieldManager },
    );
    const { accessModes, capacity } = promised.spec ?? {};
    const isFirst = bound.status?.phase !== 'Bound';
    setClaimStatus(bound, {
      ...bound.status,
      phase: 'Bound',
      ...(accessModes ? { accessModes: [...accessModes] } : {}),
      ...(isFirst && capacity ? { capacity } : {}),
    });
  }

  function setClaimStatus(claim: Claim, status: NonNullable<Claim['status']>): void {
    noteOwn(api.updateStatus('persistentvolumeclaims', { ...claim, status }, { fieldManager }));
  }

  function syncVolume(name: string): SyncResult | undefined {
    const volume = api.get('persistentvolumes', undefined, name);
    if (!volume) return undefined;
    const { namespace, name: claimName = '' } = volume.spec?.claimRef ?? {};
    const claim = claimName ? api.get('persistentvolumeclaims', namespace, claimName) : undefined;
    const plan = planVolume(volume, claim);
    switch (plan.kind) {
      case 'setPhase':
        setVolumePhase(volume, plan.phase);
        return undefined;
      case 'release':
        return dispose(volume);
      case 'unbind':
        setVolumePhase(withdraw(api, volume), 'Available');
        return undefined;
      case 'tellClaim':
        return claim && syncClaim(keyOf(claim));
      default:
        if (claim) reportMismatch(volume, claim);
        return untilResync();
    }
  }

  function dispose(volume: Volume): SyncResult | undefined {
    const isOver = volume.status?.phase === 'Released' || volume.status?.phase === 'Failed';
    const released = isOver ? volume : setVolumePhase(volume, 'Released');
    const disposal = planDisposal(released);
    if (disposal.kind === 'delete' && !released.metadata.deletionTimestamp) {
      api.delete('persistentvolumes', undefined, released.metadata.name, { fieldManager });
    }
    if (disposal.kind !== 'fail') return undefined;
    if (released.status?.phase !== 'Failed') {
      setVolumePhase(released, 'Failed', disposal.message);
      events.event(released, { type: 'Warning', reason: disposal.reason, message: disposal.message });
    }
    return untilResync();
  }

  function setVolumePhase(volume: Volume, phase: string, message?: string): Volume {
    if (volume.status?.phase === phase) return volume;
    const status = { phase, lastPhaseTransitionTime: formatTime(timers.nowMs()), ...(message ? { message } : {}) };
    return api.updateStatus('persistentvolumes', { ...volume, status }, { fieldManager });
  }

  function reportMismatch(volume: Volume, claim: Claim): void {
    const warn = (message: string) => ({ type: 'Warning', reason: 'VolumeMismatch', message }) as const;
    const volumeName = volume.metadata.name;
    const why = 'due to incompatible volumeMode.';
    const ofVolume = `Cannot bind PersistentVolume to requested PersistentVolumeClaim "${claim.metadata.name}" ${why}`;
    events.event(volume, warn(ofVolume));
    events.event(claim, warn(`Cannot bind PersistentVolume "${volumeName}" to requested PersistentVolumeClaim ${why}`));
  }

  return {
    name: 'persistentvolume-binder-controller',
    slowness,
    watches: [
      watching('persistentvolumeclaims', ({ type, object }) => {
        const volumeName = object.spec?.volumeName;
        const volumeKey = volumeName ? [`volume:${volumeName}`] : [];
        const { uid, resourceVersion } = object.metadata;
        const isOwn = ownVersions.get(uid) === resourceVersion;
        if (isOwn || type === 'DELETED') ownVersions.delete(uid);
        if (type === 'DELETED') return volumeKey;
        return isOwn ? [] : [`claim:${keyOf(object)}`];
      }),
      watching('persistentvolumes', ({ type, object }) => {
        const { claimRef } = object.spec ?? {};
        const claimKey = claimRef?.name ? [`claim:${claimRef.namespace ?? ''}/${claimRef.name}`] : [];
        return type === 'DELETED' ? claimKey : [`volume:${object.metadata.name}`];
      }),
    ],
    sync: (key) => {
      const colon = key.indexOf(':');
      const rest = key.slice(colon + 1);
      return key.slice(0, colon) === 'claim' ? syncClaim(rest) : syncVolume(rest);
    },
  };
}

function withdraw(api: LocalApi, volume: Volume): Volume {
  const { claimRef, ...spec } = volume.spec ?? {};
  const { [annotations.boundByController]: mark, ...others } = volume.metadata.annotations ?? {};
  if (mark !== undefined) {
    return api.update('persistentvolumes', { ...volume, metadata: { ...volume.metadata, annotations: others }, spec });
  }
  const { uid: _uid, ...promised } = claimRef ?? {};
  return api.update('persistentvolumes', { ...volume, spec: { ...spec, claimRef: promised } });
}
