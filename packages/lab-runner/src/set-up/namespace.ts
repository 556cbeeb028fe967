import { type Clock, StatusError } from '@podlab/apimachinery';
import type { KubeClient } from '@podlab/kube-client';
import { LabRunnerError } from '../lab-runner-error.ts';

/** Marks what is ours, so that nothing else is ever deleted. */
export const labLabel = 'podlab.dev/lab';

interface Where {
  readonly client: KubeClient;
  readonly clock: Clock;
  readonly namespace: string;
  readonly labId: string;
  readonly signal: AbortSignal;
}

const pollMs = 200;

/**
 * Makes the lab's namespace, and waits until Pods can be made in it.
 * @returns whether it was made now; false when it was there already and is the lab's
 * @throws LabRunnerError `NAMESPACE_TAKEN` when it is somebody else's
 */
export async function makeNamespace(where: Where): Promise<boolean> {
  const { client, namespace, labId, signal } = where;
  const found = await findNamespace(where);
  if (found?.metadata.deletionTimestamp) await waitUntilGone(where);
  const made = !found || found.metadata.deletionTimestamp !== undefined;
  if (made) {
    const metadata = { name: namespace, labels: { [labLabel]: labId } };
    await client.create('namespaces', { metadata }, { signal });
  } else if (found.metadata.labels?.[labLabel] !== labId) throw taken(namespace);
  // A Pod is refused as long as its ServiceAccount is not there; a controller makes it a moment later.
  await waitFor(
    where,
    async () =>
      (await findObject(() => client.get('serviceaccounts', { namespace, name: 'default' }, { signal }))) !== undefined,
  );
  return made;
}

/** Deletes the lab's namespace with everything in it, and waits until it is gone. Leaves others' alone. */
export async function deleteNamespace(where: Where): Promise<void> {
  const found = await findNamespace(where);
  if (!found) return;
  if (found.metadata.labels?.[labLabel] !== where.labId) throw taken(where.namespace);
  if (!found.metadata.deletionTimestamp) {
    await where.client.delete('namespaces', { name: where.namespace }, { signal: where.signal });
  }
  await waitUntilGone(where);
}

function findNamespace({ client, namespace, signal }: Where) {
  return findObject(() => client.get('namespaces', { name: namespace }, { signal }));
}

async function findObject<T>(get: () => Promise<T>): Promise<T | undefined> {
  try {
    return await get();
  } catch (error) {
    if (error instanceof StatusError && error.reason === 'NotFound') return undefined;
    throw error;
  }
}

function waitUntilGone(where: Where): Promise<void> {
  return waitFor(where, async () => (await findNamespace(where)) === undefined);
}

async function waitFor({ clock, signal }: Where, isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await clock.sleep(pollMs, { signal });
}

function taken(namespace: string): LabRunnerError {
  return new LabRunnerError(
    'NAMESPACE_TAKEN',
    `The namespace ${namespace} is there already, and it is not this lab's.`,
    {
      next: `Podlab touches nothing that it did not make. Delete it yourself if it is not needed: kubectl delete namespace ${namespace}`,
    },
  );
}
