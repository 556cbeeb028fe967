import { deepEqual, formatTime, StatusError } from '@podlab/apimachinery';
import { type Command, type Invocation, sharedFlags } from '../cli/command.ts';
import { errorText } from '../cli/error-text.ts';
import { KubectlError, usageError } from '../cli/kubectl-error.ts';
import { objectText } from '../resources/targets.ts';
import { deploymentsOf, revisionsOf, templateWithoutHash } from './rollout-targets.ts';

const flags = [sharedFlags.filename, sharedFlags.selector] as const;
const fieldManager = 'kubectl-rollout';
type Target = Awaited<ReturnType<typeof deploymentsOf>>[number];

/** `kubectl rollout restart`. */
export const rolloutRestart: Command = {
  name: 'rollout restart',
  flags,
  run: (invocation) =>
    forEachDeployment(invocation, async ({ object }) => {
      if (object.spec?.paused)
        throw usageError(
          `deployments.apps ${JSON.stringify(object.metadata.name)} can't restart paused deployment (run rollout resume first)`,
        );
      const annotations = { 'kubectl.kubernetes.io/restartedAt': formatTime(invocation.clock.nowMs()) };
      await patchSpec(object.metadata, { template: { metadata: { annotations } } }, invocation);
      return 'restarted';
    }),
};

/** `kubectl rollout pause`. */
export const rolloutPause: Command = {
  name: 'rollout pause',
  flags,
  run: (invocation) => setPaused(true, invocation),
};

/** `kubectl rollout resume`. */
export const rolloutResume: Command = {
  name: 'rollout resume',
  flags,
  run: (invocation) => setPaused(false, invocation),
};

/** `kubectl rollout undo`. */
export const rolloutUndo: Command = {
  name: 'rollout undo',
  flags: [...flags, { name: 'to-revision', type: 'int' }],
  run: (invocation) => forEachDeployment(invocation, (target) => undo(target, invocation)),
};

async function undo({ object }: Target, invocation: Invocation): Promise<string> {
  const { client, signal, err } = invocation;
  const { namespace, name, annotations } = object.metadata;
  if (object.spec?.paused) {
    throw usageError(
      "you cannot rollback a paused deployment; resume it first with 'kubectl rollout resume' and try again",
    );
  }
  const revisions = await revisionsOf(object, invocation);
  const wanted = invocation.flags.int('to-revision') ?? 0;
  const target = wanted === 0 ? revisions.at(-2) : revisions.find(({ revision }) => revision === wanted);
  if (!target) {
    throw usageError(
      wanted === 0
        ? `no rollout history found for deployment ${JSON.stringify(name)}`
        : `unable to find specified revision ${wanted} in history`,
    );
  }
  const template = templateWithoutHash(target.replicaSet.spec?.template);
  if (deepEqual(template, templateWithoutHash(object.spec?.template))) {
    return `skipped rollback (current template already matches revision ${target.revision})`;
  }
  if (annotations?.['kubectl.kubernetes.io/last-applied-configuration'] !== undefined) {
    err(
      `Warning: resource deployments/${name} was previously managed with 'kubectl apply'. Rolling back will not update the kubectl.kubernetes.io/last-applied-configuration annotation, which may cause unexpected behavior on future 'kubectl apply' operations. Consider using 'kubectl apply' with your previous configuration file instead.\n`,
    );
  }
  const body = [{ op: 'replace', path: '/spec/template', value: template }];
  await client.patch('deployments', { namespace, name }, { type: 'json', body }, { fieldManager, signal });
  return 'rolled back';
}

async function setPaused(wanted: boolean, invocation: Invocation): Promise<number> {
  return forEachDeployment(invocation, async ({ object }) => {
    const word = wanted ? 'paused' : 'resumed';
    if ((object.spec?.paused ?? false) === wanted) {
      throw usageError(
        `deployments.apps ${JSON.stringify(object.metadata.name)} is ${wanted ? 'already paused' : 'not paused'}`,
      );
    }
    await patchSpec(object.metadata, { paused: wanted || null }, invocation);
    return word;
  });
}

async function forEachDeployment(invocation: Invocation, act: (target: Target) => Promise<string>): Promise<number> {
  let code = 0;
  for (const target of await deploymentsOf(invocation)) {
    try {
      invocation.out(`${objectText(target.resource, target.object.metadata.name)} ${await act(target)}\n`);
    } catch (error) {
      if (!(error instanceof StatusError || error instanceof KubectlError)) throw error;
      invocation.complain(errorText(error));
      code = 1;
    }
  }
  return code;
}

async function patchSpec(
  at: { readonly namespace?: string; readonly name: string },
  spec: unknown,
  { client, signal }: Invocation,
): Promise<void> {
  const place = { namespace: at.namespace, name: at.name };
  await client.patch('deployments', place, { type: 'strategic', body: { spec } }, { fieldManager, signal });
}
