import { type KubeObject, StatusError } from '@podlab/apimachinery';
import type { KubeClient } from '@podlab/kube-client';
import { withLastApplied } from '@podlab/kubectl';
import type { Manifest } from '@podlab/lab-format';
import { LabRunnerError } from '../lab-runner-error.ts';

/**
 * Creates the objects of the start manifests, in the order in which they stand, as `kubectl apply` does: who applies one
 * again changes nothing.
 * @throws LabRunnerError `MANIFEST_REFUSED` with the file, the object and the API's own words
 */
export async function applyManifests(
  client: KubeClient,
  manifests: readonly Manifest[],
  { namespace, signal }: { readonly namespace: string; readonly signal: AbortSignal },
): Promise<void> {
  for (const { file, objects } of manifests) {
    for (const object of objects) await createObject(client, object, { file, namespace, signal });
  }
}

async function createObject(
  client: KubeClient,
  object: KubeObject,
  { file, namespace, signal }: { readonly file: string; readonly namespace: string; readonly signal: AbortSignal },
): Promise<void> {
  const { apiVersion = '', kind = '' } = object;
  const what = `${kind || 'object'} ${object.metadata?.name ?? ''}`.trim();
  const resource = await client.discovery.findKind(apiVersion, kind, { signal });
  if (!resource) throw refused(file, what, `the cluster knows no kind \`${kind}\` in \`${apiVersion}\``);
  const placed = resource.namespaced ? { ...object, metadata: { ...object.metadata, namespace } } : object;
  try {
    await client.create(resource, withLastApplied(placed), { signal, fieldManager: 'podlab' });
  } catch (error) {
    if (error instanceof StatusError) throw refused(file, what, error.message, error);
    throw error;
  }
}

function refused(file: string, what: string, why: string, cause?: unknown): LabRunnerError {
  return new LabRunnerError('MANIFEST_REFUSED', `The API refused the ${what} of ${file}: ${why}`, {
    cause,
    next: `Correct ${file}, and look at it on its own with: kubectl apply --dry-run=server -f ${file}`,
  });
}
