import type { Stored } from '@podlab/apimachinery';
import type { Deployment } from 'kubernetes-types/apps/v1';
import { type Command, sharedFlags } from '../cli/command.ts';
import { KubectlError, usageError } from '../cli/kubectl-error.ts';
import { withDeadline } from './with-deadline.ts';
import { deploymentsOf } from './rollout-targets.ts';

/** `kubectl rollout status`. */
export const rolloutStatus: Command = {
  name: 'rollout status',
  flags: [
    sharedFlags.filename,
    sharedFlags.selector,
    sharedFlags.timeout,
    { name: 'watch', short: 'w', type: 'bool' },
    { name: 'revision', type: 'int' },
  ],
  run: async (invocation) => {
    const { client, flags, out } = invocation;
    const watches = flags.has('watch') ? flags.bool('watch') : true;
    for (const { object } of await deploymentsOf(invocation)) {
      const { namespace, name } = object.metadata;
      await withDeadline(flags.durationMs('timeout') || undefined, invocation, async (signal) => {
        for (;;) {
          const selector = { fieldSelector: `metadata.name=${name}`, signal };
          const list = await client.list('deployments', { namespace }, selector);
          const [current] = list.items;
          if (!current) throw new KubectlError('error: object has been deleted');
          const first = rolloutProgress(current);
          out(first.text);
          if (first.done || !watches) return;
          const watch = await client.watch(
            'deployments',
            { namespace },
            { ...selector, resourceVersion: list.resourceVersion },
          );
          for await (const event of watch) {
            if (event.type === 'BOOKMARK') continue;
            if (event.type === 'DELETED') throw new KubectlError('error: object has been deleted');
            const progress = rolloutProgress(event.object);
            out(progress.text);
            if (progress.done) return;
          }
        }
      });
    }
  },
};

/**
 * How far a rollout is, as kubectl tells it.
 * @throws KubectlError when its progress deadline is exceeded
 * @see k8s.io/kubectl/pkg/polymorphichelpers/rollout_status.go (v1.36)
 */
export function rolloutProgress(deployment: Stored<Deployment>): { readonly text: string; readonly done: boolean } {
  const name = JSON.stringify(deployment.metadata.name);
  const { status = {}, spec } = deployment;
  const { updatedReplicas = 0, replicas = 0, availableReplicas = 0, observedGeneration = 0 } = status;
  const wanted = spec?.replicas ?? 1;
  const waiting = (what: string) => ({
    text: `Waiting for deployment ${name} rollout to finish: ${what}...\n`,
    done: false,
  });
  if ((deployment.metadata.generation ?? 0) > observedGeneration) {
    return { text: 'Waiting for deployment spec update to be observed...\n', done: false };
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
