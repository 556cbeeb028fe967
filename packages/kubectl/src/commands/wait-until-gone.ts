import { type Stored, StatusError } from '@podlab/apimachinery';
import type { DiscoveredResource } from '@podlab/kube-client';
import type { Invocation } from '../cli/command.ts';
import { withDeadline } from './with-deadline.ts';

/**
 * Waits until an object is not there any more, or another of its name is.
 * @throws KubectlError when `timeoutMs` is over first
 */
export async function waitUntilGone(
  { resource, object, uid }: { readonly resource: DiscoveredResource; readonly object: Stored; readonly uid: string },
  { timeoutMs }: { readonly timeoutMs: number | undefined },
  invocation: Invocation,
): Promise<void> {
  const { namespace, name } = object.metadata;
  const { client } = invocation;
  await withDeadline(timeoutMs, invocation, async (signal) => {
    for (;;) {
      const selector = { fieldSelector: `metadata.name=${name}`, signal };
      const list = await client.list(resource, { namespace }, selector).catch((error: unknown) => {
        // The collection itself may be gone with its kind.
        if (error instanceof StatusError && error.reason === 'NotFound') return { items: [], resourceVersion: '' };
        throw error;
      });
      if (!list.items.some(({ metadata }) => metadata.uid === uid)) return;
      const watch = await client.watch(resource, { namespace }, { ...selector, resourceVersion: list.resourceVersion });
      for await (const event of watch) {
        if (event.type === 'DELETED' || (event.type === 'ADDED' && event.object.metadata.uid !== uid)) return;
      }
    }
  });
}
