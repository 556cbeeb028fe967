import type { KubeObject, Stored } from '@podlab/apimachinery';
import type { DiscoveredResource } from '@podlab/kube-client';
import type { Invocation } from '../cli/command.ts';
import { dryRunOf, dryRunText } from '../cli/dry-run.ts';
import { isObjectOutput, printObjects } from '../print/print-objects.ts';
import { objectText } from '../resources/targets.ts';

/** How a new object is made and told. */
export interface NewObject {
  readonly resource: DiscoveredResource;
  readonly object: KubeObject;
  /** Such as `created`. */
  readonly verb: string;
  readonly fieldManager: string;
}

/** Creates an object, or only shows it with `--dry-run=client`, and prints what `-o` asks for. */
export async function writeNew(
  { resource, object, verb, fieldManager }: NewObject,
  invocation: Invocation,
): Promise<Stored> {
  const { client, signal, flags, namespace, out } = invocation;
  const dryRun = dryRunOf(flags);
  const placed =
    resource.namespaced && dryRun !== 'client'
      ? { ...object, metadata: { ...object.metadata, namespace: object.metadata?.namespace ?? namespace } }
      : object;
  const written =
    dryRun === 'client'
      ? (placed as Stored)
      : await client.create(resource, placed, {
          fieldManager,
          fieldValidation: 'Strict',
          dryRun: dryRun === 'server',
          signal,
        });
  const output = flags.string('output');
  out(
    isObjectOutput(output)
      ? printObjects([{ resource, object: written }], {
          output,
          single: true,
          showManagedFields: false,
          noHeaders: false,
        })
      : `${objectText(resource, written.metadata.name)} ${verb}${dryRunText(dryRun)}\n`,
  );
  return written;
}
