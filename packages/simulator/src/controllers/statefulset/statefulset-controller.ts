import { keyOf, splitKey, StatusError } from '@podlab/apimachinery';
import type { LabelSelector } from 'kubernetes-types/meta/v1';
import type { ClusterContext } from '../../cluster/ports.ts';
import { type History, syncRevisions, truncateHistory } from '../history/sync-revisions.ts';
import { templateOf } from '../history/revision.ts';
import { revisionHash } from '../history/revision-hash.ts';
import { type ControllerDefinition, type SyncResult, watching } from '../machinery/controller.ts';
import { claimObjects } from '../objects/claim-objects.ts';
import { OrphanIndex, ownerKeys } from '../objects/orphan-index.ts';
import { selects } from '../objects/selector.ts';
import { act, settleClaims } from './act.ts';
import { planStatefulSet, type StatefulSetObservation } from './plan-statefulset.ts';
import { ordinalOf, type Pod, revisionNameOf, type StatefulSet } from './stateful-pods.ts';
import { nextAvailabilityMs, statefulSetStatus } from './statefulset-status.ts';

const fieldManager = 'kube-controller-manager';
/** On a real cluster it answers the readiness of a Pod after 60 to 100 ms: what Services say is known before. */
const slowness = 12;
/** From the making of a Pod's claims to that of the Pod: until then it is told that nobody uses them. */
const callMs = 12;
const hashLabel = 'controller.kubernetes.io/hash';

/** Keeps Pods with names of their own. @see pkg/controller/statefulset/stateful_set.go */
export function statefulSetController(context: ClusterContext): ControllerDefinition {
  const { api, timers } = context;
  const events = context.eventRecorder('statefulset-controller');
  const orphans = new OrphanIndex();

  function sync(key: string): SyncResult | undefined {
    const { namespace, name } = splitKey(key);
    const set = api.get('statefulsets', namespace, name);
    if (!set?.spec) return undefined;
    const { selector } = set.spec;
    const pods = claimPods(set, selector);
    const history = syncRevisions(api, set, { selector, hashLabel, hashOf: revisionHash });
    const observation = observe(set, pods, history);
    const failure = bringNearer(observation, history);
    if (failure === 'begun') return { continueAfterMs: callMs };
    truncateHistory(api, set, history, revisionsInUse(observation));
    if (failure) throw failure;
    const requeueAfterMs = nextAvailabilityMs(observation);
    return requeueAfterMs === undefined ? undefined : { requeueAfterMs };
  }

  function claimPods(set: StatefulSet, selector: LabelSelector): Pod[] {
    const { namespace, name, uid } = set.metadata;
    const loose = orphans.listIn(api, 'pods', namespace).filter((pod) => ordinalOf(pod, name) !== undefined);
    return claimObjects(api, 'pods', { owner: set, selector, candidates: [...api.listOwnedBy('pods', uid), ...loose] });
  }

  function observe(set: StatefulSet, pods: readonly Pod[], { revisions, update }: History): StatefulSetObservation {
    const current = revisions.find(({ metadata }) => metadata.name === set.status?.currentRevision) ?? update;
    return {
      set,
      pods,
      currentRevision: current.metadata.name,
      updateRevision: update.metadata.name,
      nowMs: timers.nowMs(),
    };
  }

  /** Does what is planned, and writes the status as it was seen. @returns what could not be done, or that it goes on */
  function bringNearer(observation: StatefulSetObservation, history: History): StatusError | 'begun' | undefined {
    const { set, currentRevision, updateRevision } = observation;
    const current = history.revisions.find(({ metadata }) => metadata.name === currentRevision) ?? history.update;
    const templates = {
      current: { template: templateOf(current), revision: currentRevision },
      update: { template: templateOf(history.update), revision: updateRevision },
    };
    let failure: StatusError | undefined;
    let outdatedDeleted = false;
    let hasBegun = false;
    for (const step of planStatefulSet(observation)) {
      try {
        if (act({ api, events, templates }, set, step)) hasBegun = true;
        outdatedDeleted ||= step.action === 'delete' && step.why === 'outdated';
      } catch (error) {
        if (!(error instanceof StatusError)) throw error;
        failure ??= error;
        if (set.spec?.podManagementPolicy !== 'Parallel') break;
      }
    }
    if (hasBegun && !failure) return 'begun';
    if (!set.metadata.deletionTimestamp) for (const pod of observation.pods) settleClaims(api, set, pod);
    const status = statefulSetStatus(observation, { outdatedDeleted, collisionCount: history.collisionCount });
    api.updateStatus('statefulsets', { ...set, status }, { fieldManager });
    return failure;
  }

  return {
    name: 'statefulset-controller',
    slowness,
    watches: [
      watching('statefulsets', (change) => [keyOf(change.object)]),
      watching('pods', (change) => {
        const keys = ownerKeys(change, 'StatefulSet');
        if (orphans.observe(change)) {
          for (const set of api.list('statefulsets', change.object.metadata.namespace)) {
            if (selects(set.spec?.selector, change.object.metadata.labels)) keys.add(keyOf(set));
          }
        }
        return keys;
      }),
    ],
    sync,
  };
}

function revisionsInUse({ pods, currentRevision, updateRevision }: StatefulSetObservation): ReadonlySet<string> {
  return new Set([currentRevision, updateRevision, ...pods.map((pod) => revisionNameOf(pod) ?? '')]);
}
