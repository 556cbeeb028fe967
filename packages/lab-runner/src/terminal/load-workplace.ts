import { loadCommands } from '@podlab/kubectl';
import { loadApplets } from '@podlab/shell';

/**
 * Loads the code of everything that can be typed in a workplace, piece by piece: from then on it needs no network.
 * @param between waited for before each piece, so that other work comes first
 */
export async function loadWorkplace(between: () => Promise<void>): Promise<void> {
  await loadCommands(between);
  await loadApplets(between);
}
