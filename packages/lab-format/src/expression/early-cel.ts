/** What expressions are written in, where loading takes no time: not in a browser. */
import { Environment } from '@marcbachmann/cel-js';

/** Resolves when expressions can be compiled. */
export async function loadExpressions(): Promise<void> {
  // It came with this file.
}

export function celEnvironment(): typeof Environment {
  return Environment;
}
