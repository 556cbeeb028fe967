import { type KubeObject, StatusError } from '@podlab/apimachinery';
import { type Invocation, printFlags, sharedFlags } from '../cli/command.ts';
import { KubectlError, usageFault } from '../cli/kubectl-error.ts';
import { findType } from '../resources/targets.ts';
import { writeNew } from './write-new.ts';

/** Flags of every command that makes an object. */
export const newObjectFlags = [
  sharedFlags.dryRun,
  ...printFlags,
  sharedFlags.validate,
  sharedFlags.fieldManager,
  { name: 'save-config', type: 'bool' },
] as const;

/**
 * The name that `kubectl create TYPE NAME` gives.
 * @param command such as `secret generic`
 * @throws KubectlError when there is none, or more
 */
export function oneName(args: readonly string[], command: string): string {
  const [name] = args;
  if (name === undefined || args.length > 1)
    throw usageFault(`kubectl create ${command}`, `exactly one NAME is required, got ${args.length}`);
  return name;
}

/**
 * Creates the object that a `kubectl create TYPE` made, and prints it.
 * @param resourceType its plural
 * @param failing how a refusal begins, such as `failed to create deployment`; left out: as the server says
 */
export async function writeNamed(
  resourceType: string,
  object: KubeObject,
  invocation: Invocation,
  failing?: string,
  separator = ': ',
): Promise<void> {
  try {
    const resource = await findType(resourceType, invocation);
    await writeNew({ resource, object, verb: 'created', fieldManager: 'kubectl-create' }, invocation);
  } catch (error) {
    if (!(error instanceof StatusError) || failing === undefined) throw error;
    throw new KubectlError(`error: ${failing}${separator}${error.message}`, 1, { cause: error });
  }
}
