import { StatusError } from '@podlab/apimachinery';
import type { PersistentVolumeClaim, PodTemplateSpec } from 'kubernetes-types/core/v1';
import type { LocalApi } from '../../apiserver/local-api.ts';
import type { EventRecorder } from '../../events/event-recorder.ts';
import { isNotFound, unlessGone } from '../objects/status-errors.ts';
import { claimsFor, wantedOwners } from './claims.ts';
import type { StatefulSetAction } from './plan-statefulset.ts';
import { podOfStatefulSet } from './pod-of-statefulset.ts';
import { ordinalOf, type Pod, podIndexLabel, podNameLabel, type StatefulSet } from './stateful-pods.ts';

const fieldManager = 'kube-controller-manager';

/** What is acted with. */
export interface ActContext {
  readonly api: LocalApi;
  readonly events: EventRecorder;
  /** The templates of the two revisions, and their names. */
  readonly templates: Readonly<
    Record<'current' | 'update', { readonly template: PodTemplateSpec; readonly revision: string }>
  >;
}

/**
 * Does one thing, and says so.
 * @returns whether it has only begun: it goes on when others have heard of the claims that it has made
 * @throws StatusError when it cannot be done
 */
export function act(context: ActContext, set: StatefulSet, step: StatefulSetAction): boolean {
  switch (step.action) {
    case 'create':
      return createPod(context, set, step.ordinal, context.templates[step.revision]);
    case 'delete':
      return told(context, set, 'Delete', step.pod.metadata.name, () => {
        const { namespace, name } = step.pod.metadata;
        unlessGone(() => context.api.delete('pods', namespace, name, { fieldManager }));
        return false;
      });
    case 'repair':
      return told(context, set, 'Update', step.pod.metadata.name, () => {
        repair(context.api, set, step.pod);
        return false;
      });
  }
}

/** Gives the claims of a Pod the owners that they should have. */
export function settleClaims(api: LocalApi, set: StatefulSet, pod: Pod): void {
  const ordinal = ordinalOf(pod, set.metadata.name);
  if (ordinal === undefined) return;
  for (const { metadata } of claimsFor(set, ordinal).values()) {
    const claim = api.get('persistentvolumeclaims', set.metadata.namespace, metadata?.name ?? '');
    const ownerReferences = claim && wantedOwners(claim, set, pod, ordinal);
    if (!claim || !ownerReferences) continue;
    const patch = {
      metadata: { uid: claim.metadata.uid, ownerReferences: ownerReferences.length > 0 ? ownerReferences : null },
    };
    const { namespace, name } = claim.metadata;
    api.mergePatch('persistentvolumeclaims', namespace, name, patch as never, { fieldManager });
  }
}

function createPod(
  { api, events, ...context }: ActContext,
  set: StatefulSet,
  ordinal: number,
  from: ActContext['templates']['update'],
): boolean {
  const name = `${set.metadata.name}-${ordinal}`;
  return told({ ...context, api, events }, set, 'Create', name, () => {
    if (createClaims(api, events, set, ordinal)) return true;
    settleClaims(api, set, api.create('pods', podOfStatefulSet(set, ordinal, from), { fieldManager }));
    return false;
  });
}

/** Makes the claims of a Pod that are not there. @returns whether any was not @throws StatusError for all that could not be made */
function createClaims(api: LocalApi, events: EventRecorder, set: StatefulSet, ordinal: number): boolean {
  let isAnyNew = false;
  const faults = [...claimsFor(set, ordinal).values()].flatMap((claim) => {
    const claimName = claim.metadata?.name ?? '';
    const existing = api.get('persistentvolumeclaims', set.metadata.namespace, claimName);
    if (existing?.metadata.deletionTimestamp) return [`pvc ${claimName} is being deleted`];
    const fault = existing ? undefined : createClaim(api, events, set, { claim, claimName, ordinal });
    isAnyNew ||= !existing;
    return fault === undefined ? [] : [`failed to create PVC ${claimName}: ${fault}`];
  });
  if (faults.length === 0) return isAnyNew;
  const message = faults.length === 1 ? (faults[0] ?? '') : `[${faults.join(', ')}]`;
  throw new StatusError({ reason: 'Conflict', code: 409, message });
}

/** @returns why it could not be made */
function createClaim(
  api: LocalApi,
  events: EventRecorder,
  set: StatefulSet,
  {
    claim,
    claimName,
    ordinal,
  }: { readonly claim: PersistentVolumeClaim; readonly claimName: string; readonly ordinal: number },
): string | undefined {
  const { name } = set.metadata;
  try {
    api.create('persistentvolumeclaims', claim, { fieldManager });
  } catch (error) {
    if (!(error instanceof StatusError)) throw error;
    const message = `Create Claim ${claimName} for Pod ${name}-${ordinal} in StatefulSet ${name} failed error: ${error.message}`;
    events.event(set, { type: 'Warning', reason: 'FailedCreate', message });
    return error.message;
  }
  const message = `Create Claim ${claimName} Pod ${name}-${ordinal} in StatefulSet ${name} success`;
  events.event(set, { type: 'Normal', reason: 'SuccessfulCreate', message });
  return undefined;
}

function repair(api: LocalApi, set: StatefulSet, { metadata }: Pod): void {
  const ordinal = metadata.name.slice(set.metadata.name.length + 1);
  const labels = { [podNameLabel]: metadata.name, [podIndexLabel]: ordinal };
  api.mergePatch(
    'pods',
    metadata.namespace,
    metadata.name,
    { metadata: { uid: metadata.uid, labels } },
    {
      fieldManager,
    },
  );
}

/** @param write does it. @returns whether it has only begun, as `write` says */
function told({ events }: ActContext, set: StatefulSet, verb: string, podName: string, write: () => boolean): boolean {
  const what = `${verb} Pod ${podName} in StatefulSet ${set.metadata.name}`;
  try {
    const hasOnlyBegun = write();
    const event = { type: 'Normal', reason: `Successful${verb}`, message: `${what} successful` } as const;
    if (!hasOnlyBegun) events.event(set, event);
    return hasOnlyBegun;
  } catch (error) {
    if (!(error instanceof StatusError) || isNotFound(error)) throw error;
    // Upstream takes a Pod that is there for one that its cache does not show yet.
    if (verb === 'Create' && error.status.reason === 'AlreadyExists') throw error;
    events.event(set, { type: 'Warning', reason: `Failed${verb}`, message: `${what} failed error: ${error.message}` });
    throw error;
  }
}
