import { allRequests, rareKinds } from '#parts';

/**
 * Loads what most clients come to need, before they ask for it: then no request waits for it, and none fails because the
 * connection is gone. Outside browsers it is here.
 */
export async function loadAhead(): Promise<void> {
  await allRequests.load();
  await rareKinds.load();
}
