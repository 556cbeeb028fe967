import { controllerOf, keyOf, splitKey } from '@podlab/apimachinery';
import type { LocalApi, StoredOf } from '../../apiserver/local-api.ts';
import type { ClusterContext } from '../../cluster/ports.ts';
import { type ControllerDefinition, type SyncResult, watching } from '../machinery/controller.ts';
import { selects } from '../objects/selector.ts';
import { budgetStatus, failedStatus, isOfScale, nextDisruptionCheckMs } from './budget-status.ts';
import { expectedScale, type ExpectedScale, type PodController } from './expected-scale.ts';
import { unmanagedText } from './unmanaged-text.ts';

const fieldManager = 'kube-controller-manager';
/** What its own write of a status takes there. */
const writeMs = 60;

type Budget = StoredOf<'poddisruptionbudgets'>;

/** Of a budget that names a number of Pods. */
const unscaled: ExpectedScale = { replicas: 0, hasUnmanaged: false };

/** Keeps the status of PodDisruptionBudgets, which evictions go by. @see pkg/controller/disruption/disruption.go */
export function disruptionController({ api, timers, eventRecorder }: ClusterContext): ControllerDefinition {
  const events = eventRecorder('controllermanager');

  const tell = (budget: Budget, reason: string, message: string) =>
    events.event(budget, { type: 'Warning', reason, message });
  const write = (budget: Budget, status: Budget['status']) =>
    api.updateStatus('poddisruptionbudgets', { ...budget, ...(status && { status }) }, { fieldManager });

  function sync(key: string): SyncResult | undefined {
    const { namespace, name } = splitKey(key);
    const budget = api.get('poddisruptionbudgets', namespace, name);
    if (!budget) return undefined;
    const pods = api.list('pods', namespace).filter(({ metadata }) => selects(budget.spec?.selector, metadata.labels));
    if (pods.length === 0) {
      events.event(budget, { type: 'Normal', reason: 'NoPods', message: 'No matching pods found' });
    }
    const nowMs = timers.nowMs();
    const scale = isOfScale(budget.spec ?? {}) ? expectedScale(pods, (pod) => findController(api, pod)) : unscaled;
    if (scale.fault !== undefined) {
      tell(
        budget,
        'CalculateExpectedPodCountFailed',
        `Failed to calculate the number of expected pods: ${scale.fault}`,
      );
      write(budget, failedStatus(budget, scale.fault, nowMs));
      return undefined;
    }
    if (scale.hasUnmanaged) tell(budget, 'UnmanagedPods', unmanagedText(budget.spec?.selector));
    const status = budgetStatus({ budget, pods, desiredByControllers: scale.replicas, nowMs });
    write(budget, status);
    const requeueAfterMs = nextDisruptionCheckMs(status, nowMs);
    return requeueAfterMs === undefined ? undefined : { requeueAfterMs };
  }

  return {
    name: 'disruption-controller',
    watches: [
      watching(
        'poddisruptionbudgets',
        (change) => [keyOf(change.object)],
        // Its own write takes a while, on which it looks once more.
        (change) => (change.type === 'MODIFIED' && change.old.spec === change.object.spec ? writeMs : 0),
      ),
      watching('pods', ({ object: pod }) => {
        const [chosen, second] = budgetsOf(pod, api.list('poddisruptionbudgets', pod.metadata.namespace));
        if (second) {
          const { namespace, name } = pod.metadata;
          const message = `Pod "${namespace}"/"${name}" matches multiple PodDisruptionBudgets.  Chose "${chosen?.metadata.name}" arbitrarily.`;
          events.event(pod, { type: 'Warning', reason: 'MultiplePodDisruptionBudgets', message });
        }
        return chosen ? [keyOf(chosen)] : [];
      }),
    ],
    sync,
  };
}

/**
 * The budgets of a Pod. A change of it is heeded by the first alone: mostly the oldest, as a map of Go begins anywhere and
 * goes on in the order of insertion.
 * @see pkg/controller/disruption/disruption.go getPdbForPod
 */
function budgetsOf({ metadata: { labels } }: StoredOf<'pods'>, budgets: readonly Budget[]): readonly Budget[] {
  const found = budgets.filter(({ spec }) => selects(spec?.selector, labels));
  const age = ({ metadata }: Budget) => metadata.creationTimestamp;
  return found.length < 2 ? found : found.toSorted((a, b) => (age(a) < age(b) ? -1 : Number(age(a) > age(b))));
}

/** Owners that speak for themselves. */
const sizedOwners: Readonly<Record<string, 'replicationcontrollers' | 'statefulsets'>> = {
  ReplicationController: 'replicationcontrollers',
  StatefulSet: 'statefulsets',
};

/** Owners that have no size. */
const unsizedOwners: Readonly<Record<string, string>> = {
  ConfigMap: 'configmaps',
  CronJob: 'cronjobs.batch',
  DaemonSet: 'daemonsets.apps',
  Job: 'jobs.batch',
  Node: 'nodes',
};

/** The controller of a Pod: a ReplicaSet's Deployment speaks for it. */
function findController(api: LocalApi, pod: StoredOf<'pods'>): PodController {
  const { namespace } = pod.metadata;
  const owner = controllerOf(pod);
  if (!owner) return 'gone';
  const withoutScale = unsizedOwners[owner.kind];
  if (withoutScale) return { withoutScale };
  const resource = owner.kind === 'ReplicaSet' ? 'replicasets' : sizedOwners[owner.kind];
  const found = resource && api.get(resource, namespace, owner.name);
  if (!found || found.metadata.uid !== owner.uid) return 'gone';
  const above = owner.kind === 'ReplicaSet' ? controllerOf(found) : undefined;
  const deployment = above?.kind === 'Deployment' ? api.get('deployments', namespace, above.name) : undefined;
  const { metadata, spec } = deployment ?? found;
  return { uid: metadata.uid, replicas: spec?.replicas ?? 1 };
}
