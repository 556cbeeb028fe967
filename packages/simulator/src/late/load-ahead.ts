import * as parts from '#parts';
import { programCode } from '#programs';

/**
 * Loads what most clients come to need, before they ask for it: then no request waits for it, and none fails because the
 * connection is gone. Outside browsers it is here.
 */
export async function loadAhead(): Promise<void> {
  await parts.allRequests.load();
  await parts.rareKinds.load();
}

/**
 * Loads all the rest, piece by piece: from then on the cluster needs no network, whatever is asked of it.
 * @param between waited for before each piece, so that other work comes first
 */
export async function loadAllAhead(between: () => Promise<void>): Promise<void> {
  const loads = [...Object.values(parts).map((part) => () => part.load()), ...programCode];
  for (const load of loads) {
    await between();
    await load();
  }
}
