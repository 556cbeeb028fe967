import { type KubeObject, StatusError, type Stored } from '@podlab/apimachinery';
import { type Command, type Invocation, printFlags, sharedFlags } from '../cli/command.ts';
import { dryRunOf } from '../cli/dry-run.ts';
import { errorText } from '../cli/error-text.ts';
import { usageError } from '../cli/kubectl-error.ts';
import { type Manifest, readManifests } from '../manifests/read-manifests.ts';
import { printResult } from './print-result.ts';
import { deletedText } from './delete.ts';
import { waitUntilGone } from './wait-until-gone.ts';

const fieldManager = 'kubectl-replace';

/** `kubectl replace`. */
export const replace: Command = {
  name: 'replace',
  flags: [
    sharedFlags.filename,
    sharedFlags.recursive,
    sharedFlags.dryRun,
    sharedFlags.validate,
    sharedFlags.timeout,
    ...printFlags,
    { name: 'force', type: 'bool' },
    { name: 'cascade', type: 'string', bare: 'background' },
    { name: 'grace-period', type: 'int' },
    { name: 'save-config', type: 'bool' },
    { name: 'subresource', type: 'string' },
  ],
  run: async (invocation) => {
    const { flags, complain } = invocation;
    if (!flags.has('filename')) throw usageError('must specify one of -f and -k');
    const force = flags.bool('force');
    let code = 0;
    for (const manifest of await readManifests(invocation)) {
      try {
        if (force) await deleteFirst(manifest, invocation);
        const object = force ? await createAgain(manifest, invocation) : await replaceOne(manifest, invocation);
        printResult({ resource: manifest.resource, object }, 'replaced', invocation);
      } catch (error) {
        if (!(error instanceof StatusError)) throw error;
        complain(errorText(error, force ? '' : `error when replacing ${JSON.stringify(manifest.source)}`));
        code = 1;
      }
    }
    return code;
  },
};

async function replaceOne(manifest: Manifest, invocation: Invocation): Promise<Stored> {
  const { client, signal, flags } = invocation;
  const object = placed(manifest, invocation);
  const dryRun = dryRunOf(flags);
  if (dryRun === 'client') return object as Stored;
  const options = { fieldManager, fieldValidation: 'Strict', dryRun: dryRun === 'server', signal } as const;
  return client.replace(manifest.resource, object, options);
}

/** Deletes what is there and waits until it is gone. */
async function deleteFirst({ resource, object }: Manifest, invocation: Invocation): Promise<void> {
  const { client, signal, flags, out } = invocation;
  const at = { namespace: object.metadata?.namespace ?? invocation.namespace, name: object.metadata?.name ?? '' };
  try {
    const before: Stored = await client.get(resource, at, { signal });
    await client.delete(resource, at, {
      gracePeriodSeconds: flags.int('grace-period'),
      propagationPolicy: 'Background',
      signal,
    });
    out(deletedText(resource, before.metadata, 'deleted'));
    const found = { resource, object: before, uid: before.metadata.uid };
    await waitUntilGone(found, { timeoutMs: undefined }, invocation);
  } catch (error) {
    if (!(error instanceof StatusError) || error.reason !== 'NotFound') throw error;
  }
}

async function createAgain(manifest: Manifest, invocation: Invocation): Promise<Stored> {
  const { client, signal } = invocation;
  return client.create(manifest.resource, placed(manifest, invocation), {
    fieldManager,
    fieldValidation: 'Strict',
    signal,
  });
}

function placed({ resource, object }: Manifest, { namespace }: Invocation): KubeObject {
  if (!resource.namespaced) return object;
  return { ...object, metadata: { ...object.metadata, namespace: object.metadata?.namespace ?? namespace } };
}
