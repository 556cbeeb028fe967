/** The same as `early-cel.ts`, loaded when somebody asks for it: in a browser. */
import type { Environment } from '@marcbachmann/cel-js';

let loaded: typeof Environment | undefined;

/** Resolves when expressions can be compiled. Rejects when what that needs cannot be loaded; may be called again. */
export async function loadExpressions(): Promise<void> {
  loaded ??= (await import('@marcbachmann/cel-js')).Environment;
}

export function celEnvironment(): typeof Environment {
  if (!loaded) throw new Error('an expression was compiled before loadExpressions() had resolved');
  return loaded;
}
