import type { Stored } from '@podlab/apimachinery';
import type { DaemonSet, Deployment, StatefulSet } from 'kubernetes-types/apps/v1';
import { usageError } from '../cli/kubectl-error.ts';

/** How far a rollout is, in kubectl's words. */
export interface Progress {
  readonly text: string;
  readonly done: boolean;
}

/**
 * How far the rollout of a Deployment is.
 * @throws KubectlError when its progress deadline is exceeded
 * @see k8s.io/kubectl/pkg/polymorphichelpers/rollout_status.go (v1.36), as are the others here
 */
export function deploymentProgress({ metadata, spec, status = {} }: Stored<Deployment>): Progress {
  const name = JSON.stringify(metadata.name);
  const { updatedReplicas = 0, replicas = 0, availableReplicas = 0, observedGeneration = 0 } = status;
  const wanted = spec?.replicas ?? 1;
  const waiting = (what: string) => unfinished(`Waiting for deployment ${name} rollout to finish: ${what}...`);
  if ((metadata.generation ?? 0) > observedGeneration) {
    return unfinished('Waiting for deployment spec update to be observed...');
  }
  const progressing = status.conditions?.find(({ type }) => type === 'Progressing');
  if (progressing?.reason === 'ProgressDeadlineExceeded')
    throw usageError(`deployment ${name} exceeded its progress deadline`);
  if (updatedReplicas < wanted) return waiting(`${updatedReplicas} out of ${wanted} new replicas have been updated`);
  if (replicas > updatedReplicas) return waiting(`${replicas - updatedReplicas} old replicas are pending termination`);
  if (availableReplicas < updatedReplicas)
    return waiting(`${availableReplicas} of ${updatedReplicas} updated replicas are available`);
  return { text: `deployment ${name} successfully rolled out\n`, done: true };
}

/** How far the rollout of a StatefulSet is. @throws KubectlError when it has none, as its Pods are replaced on deletion */
export function statefulSetProgress({ metadata, spec, status }: Stored<StatefulSet>): Progress {
  const { type, rollingUpdate } = spec?.updateStrategy ?? {};
  if (type !== 'RollingUpdate') throw onlyRolling();
  const { observedGeneration = 0, readyReplicas = 0, updatedReplicas = 0 } = status ?? {};
  if (observedGeneration === 0 || (metadata.generation ?? 0) > observedGeneration) {
    return unfinished('Waiting for statefulset spec update to be observed...');
  }
  const wanted = spec?.replicas ?? 1;
  if (readyReplicas < wanted) return unfinished(`Waiting for ${wanted - readyReplicas} pods to be ready...`);
  if (rollingUpdate) {
    const updating = wanted - (rollingUpdate.partition ?? 0);
    if (updatedReplicas < updating) {
      return unfinished(
        `Waiting for partitioned roll out to finish: ${updatedReplicas} out of ${updating} new pods have been updated...`,
      );
    }
    return { text: `partitioned roll out complete: ${updatedReplicas} new pods have been updated...\n`, done: true };
  }
  const { updateRevision = '', currentRevision = '', currentReplicas = 0 } = status ?? {};
  if (updateRevision !== currentRevision) {
    return unfinished(
      `waiting for statefulset rolling update to complete ${updatedReplicas} pods at revision ${updateRevision}...`,
    );
  }
  const text = `statefulset rolling update complete ${currentReplicas} pods at revision ${currentRevision}...\n`;
  return { text, done: true };
}

/** How far the rollout of a DaemonSet is. @throws KubectlError when it has none, as its Pods are replaced on deletion */
export function daemonSetProgress({ metadata, spec, status }: Stored<DaemonSet>): Progress {
  if (spec?.updateStrategy?.type !== 'RollingUpdate') throw onlyRolling();
  const name = JSON.stringify(metadata.name);
  if ((metadata.generation ?? 0) > (status?.observedGeneration ?? 0)) {
    return unfinished('Waiting for daemon set spec update to be observed...');
  }
  const {
    updatedNumberScheduled: updated = 0,
    desiredNumberScheduled: desired = 0,
    numberAvailable = 0,
  } = status ?? {};
  const waiting = (what: string) => unfinished(`Waiting for daemon set ${name} rollout to finish: ${what}...`);
  if (updated < desired) return waiting(`${updated} out of ${desired} new pods have been updated`);
  if (numberAvailable < desired) return waiting(`${numberAvailable} of ${desired} updated pods are available`);
  return { text: `daemon set ${name} successfully rolled out\n`, done: true };
}

function unfinished(text: string): Progress {
  return { text: `${text}\n`, done: false };
}

function onlyRolling() {
  return usageError('rollout status is only available for RollingUpdate strategy type');
}
