import { deepEqual, formatTime, StatusError, type Stored } from '@podlab/apimachinery';
import type { PodTemplateSpec } from 'kubernetes-types/core/v1';
import { type Command, type Invocation, sharedFlags } from '../cli/command.ts';
import { dryRunOf, dryRunText } from '../cli/dry-run.ts';
import { errorText } from '../cli/error-text.ts';
import { KubectlError, usageError } from '../cli/kubectl-error.ts';
import { createDescribeWriter } from '../describe/describe-writer.ts';
import { writePodTemplate } from '../describe/pod-template.ts';
import { objectText } from '../resources/targets.ts';
import { historyOf, type RolloutTarget, rolloutTargets, templateWithoutHash } from './rollout-targets.ts';

const flags = [sharedFlags.filename, sharedFlags.selector] as const;
const fieldManager = 'kubectl-rollout';

/** `kubectl rollout restart`. */
export const rolloutRestart: Command = {
  name: 'rollout restart',
  flags,
  run: (invocation) =>
    forEachTarget(invocation, 'restarting', async ({ resource, object }) => {
      if (isPaused(object))
        throw usageError(
          `deployments.apps ${JSON.stringify(object.metadata.name)} can't restart paused deployment (run rollout resume first)`,
        );
      const annotations = { 'kubectl.kubernetes.io/restartedAt': formatTime(invocation.clock.nowMs()) };
      await patchSpec({ resource, object }, { template: { metadata: { annotations } } }, invocation);
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
  flags: [...flags, sharedFlags.dryRun, { name: 'to-revision', type: 'int' }],
  run: (invocation) => forEachTarget(invocation, 'rolling back', (target) => undo(target, invocation)),
};

async function undo(workload: RolloutTarget, invocation: Invocation): Promise<string> {
  const { client, signal, err, flags: given } = invocation;
  const { resource, object, kind } = workload;
  const { namespace, name, annotations } = object.metadata;
  if (annotations?.['kubectl.kubernetes.io/last-applied-configuration'] !== undefined) {
    err(
      `Warning: resource ${resource.resource}/${name} was previously managed with 'kubectl apply'. Rolling back will not update the kubectl.kubernetes.io/last-applied-configuration annotation, which may cause unexpected behavior on future 'kubectl apply' operations. Consider using 'kubectl apply' with your previous configuration file instead.\n`,
    );
  }
  if (isPaused(object)) {
    throw usageError(
      "you cannot rollback a paused deployment; resume it first with 'kubectl rollout resume' and try again",
    );
  }
  const revisions = await historyOf(workload, invocation);
  const wanted = invocation.flags.int('to-revision') ?? 0;
  const target = wanted === 0 ? revisions.at(-2) : revisions.find(({ revision }) => revision === wanted);
  if (!target) {
    const none =
      kind === 'deployments'
        ? `no rollout history found for deployment ${JSON.stringify(name)}`
        : 'no last revision to roll back to';
    throw usageError(wanted === 0 ? none : `unable to find specified revision ${wanted} in history`);
  }
  const template = templateWithoutHash(target.template);
  if (deepEqual(template, templateWithoutHash((object as TemplateHolder).spec?.template))) {
    return `skipped rollback (current template already matches revision ${kind === 'deployments' ? target.revision : wanted})`;
  }
  const dryRun = dryRunOf(given);
  if (dryRun === 'client') {
    const writer = createDescribeWriter();
    writePodTemplate(writer, target.template);
    return `${writer.text()} (dry run)`;
  }
  const body = [{ op: 'replace', path: '/spec/template', value: template }];
  await client.patch(
    resource,
    { namespace, name },
    { type: 'json', body },
    { fieldManager, dryRun: dryRun === 'server', signal },
  );
  return `rolled back${dryRunText(dryRun)}`;
}

async function setPaused(wanted: boolean, invocation: Invocation): Promise<number> {
  return forEachTarget(invocation, wanted ? 'pausing' : 'resuming', async (target) => {
    const word = wanted ? 'paused' : 'resumed';
    const name = `${target.kind}.apps ${JSON.stringify(target.object.metadata.name)}`;
    if (target.kind !== 'deployments') {
      throw usageError(`${name} ${wanted ? 'pausing' : 'resuming'} is not supported`);
    }
    if (isPaused(target.object) === wanted) throw usageError(`${name} is ${wanted ? 'already paused' : 'not paused'}`);
    await patchSpec(target, { paused: wanted || null }, invocation);
    return word;
  });
}

async function forEachTarget(
  invocation: Invocation,
  doing: string,
  act: (target: RolloutTarget) => Promise<string>,
): Promise<number> {
  let code = 0;
  for (const target of await rolloutTargets(invocation, (kind) => `${kind} ${doing} is not supported`)) {
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

interface TemplateHolder {
  readonly spec?: { readonly paused?: boolean; readonly template?: PodTemplateSpec };
}

function isPaused(object: Stored): boolean {
  return (object as TemplateHolder).spec?.paused ?? false;
}

async function patchSpec(
  { resource, object: { metadata } }: Pick<RolloutTarget, 'resource' | 'object'>,
  spec: unknown,
  { client, signal }: Invocation,
): Promise<void> {
  const place = { namespace: metadata.namespace, name: metadata.name };
  await client.patch(resource, place, { type: 'strategic', body: { spec } }, { fieldManager, signal });
}
