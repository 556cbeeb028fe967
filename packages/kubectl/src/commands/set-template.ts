import { deepEqual, StatusError, type Stored } from '@podlab/apimachinery';
import type { Container, PodSpec } from 'kubernetes-types/core/v1';
import { type Invocation, printFlags, sharedFlags } from '../cli/command.ts';
import { complainAll } from '../cli/complain-all.ts';
import { KubectlError, usageError } from '../cli/kubectl-error.ts';
import { collect } from '../resources/collect.ts';
import { errorText } from '../cli/error-text.ts';
import { patchTo } from './change.ts';
import { printResult } from './print-result.ts';

/** Flags of every `kubectl set` that changes a Pod template. */
export const setFlags = [
  sharedFlags.filename,
  sharedFlags.recursive,
  sharedFlags.selector,
  sharedFlags.all,
  sharedFlags.dryRun,
  sharedFlags.fieldManager,
  { name: 'local', type: 'bool' },
  ...printFlags,
] as const;

/** How `kubectl set` changes the Pods that objects describe. */
export interface TemplateChange {
  /** Such as `image updated`. */
  readonly verb: string;
  change(spec: PodSpec, object: Stored): PodSpec;
}

/** Changes the Pod spec in every object found. What stays the same is not told. @returns the exit code */
export async function changeTemplates(invocation: Invocation, { verb, change }: TemplateChange): Promise<number> {
  const { found, faults } = await collect(invocation);
  const told = faults.map((fault) => fault);
  for (const one of found) {
    const spec = podSpecOf(one.object);
    if (!spec) {
      told.push(
        `error: ${one.resource.resource}/${one.object.metadata.name} the object is not a pod or does not have a pod template: *${one.resource.version}.${one.resource.kind}`,
      );
      continue;
    }
    try {
      const modified = withPodSpec(one.object, change(spec, one.object));
      const isSame = deepEqual(modified, one.object);
      const object = isSame ? one.object : await patchTo(one, modified, 'kubectl-set', invocation);
      if (!isSame || invocation.flags.string('output') !== undefined)
        printResult({ resource: one.resource, object }, verb, invocation);
    } catch (error) {
      if (!(error instanceof KubectlError || error instanceof StatusError)) throw error;
      told.push(errorText(error));
    }
  }
  return complainAll(told, invocation);
}

/** The containers that `-c` names, with blanks as `*` and `?`; all by default. */
export function isNamed(container: Container, pattern: string): boolean {
  const expression = pattern
    .replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${expression}$`).test(container.name);
}

interface WithPodSpec {
  readonly containers?: Container[];
  readonly template?: { readonly spec?: PodSpec };
  readonly jobTemplate?: { readonly spec?: { readonly template?: { readonly spec?: PodSpec } } };
}

/** A Pod's spec, or its template's, or that of a CronJob's Jobs. */
export function podSpecOf(object: Stored): PodSpec | undefined {
  const spec = object['spec'] as WithPodSpec | undefined;
  if (object.kind === 'Pod') return spec as PodSpec;
  return spec?.jobTemplate?.spec?.template?.spec ?? spec?.template?.spec;
}

function withPodSpec(object: Stored, podSpec: PodSpec): Stored {
  const spec = object['spec'] as WithPodSpec | undefined;
  if (object.kind === 'Pod') return { ...object, spec: podSpec };
  if (!spec?.jobTemplate) return { ...object, spec: { ...spec, template: { ...spec?.template, spec: podSpec } } };
  const template = { ...spec.jobTemplate.spec?.template, spec: podSpec };
  return {
    ...object,
    spec: { ...spec, jobTemplate: { ...spec.jobTemplate, spec: { ...spec.jobTemplate.spec, template } } },
  };
}

/** Refuses a call that names nothing. */
export function requireTargets(targets: readonly string[], { flags }: Invocation): void {
  if (targets.length === 0 && !flags.has('filename'))
    throw usageError('one or more resources must be specified as <resource> <name> or <resource>/<name>');
}
