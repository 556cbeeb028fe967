import type { KubeObject, Stored } from '@podlab/apimachinery';
import type { DiscoveredResource } from '@podlab/kube-client';
import type { Invocation } from '../cli/command.ts';
import { dryRunOf } from '../cli/dry-run.ts';
import { validationOf } from '../cli/validation.ts';
import { printResult } from './print-result.ts';

/** How a new object is made and told. */
export interface NewObject {
  readonly resource: DiscoveredResource;
  readonly object: KubeObject;
  /** Such as `created`. */
  readonly verb: string;
  readonly fieldManager: string;
}

/** Creates an object, or only makes it up with `--dry-run=client`. */
export async function makeNew(
  { resource, object, fieldManager }: NewObject,
  { client, signal, flags, namespace }: Invocation,
): Promise<Stored> {
  const dryRun = dryRunOf(flags);
  if (dryRun === 'client') {
    const isGiven = resource.namespaced && flags.has('namespace');
    return (isGiven ? { ...object, metadata: { ...object.metadata, namespace } } : object) as Stored;
  }
  const placed = resource.namespaced
    ? { ...object, metadata: { ...object.metadata, namespace: object.metadata?.namespace ?? namespace } }
    : object;
  return client.create(resource, placed, {
    fieldManager: flags.declares('field-manager') ? (flags.string('field-manager') ?? fieldManager) : fieldManager,
    fieldValidation: validationOf(flags),
    dryRun: dryRun === 'server',
    signal,
  });
}

/** Creates an object and prints what `-o` asks for. */
export async function writeNew(made: NewObject, invocation: Invocation): Promise<Stored> {
  const object = await makeNew(made, invocation);
  printResult({ resource: made.resource, object }, made.verb, invocation);
  return object;
}
