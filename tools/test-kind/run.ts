/**
 * `pnpm test:kind`: what only a real cluster can show. Says so, and ends with exit code 3, where none can be made:
 * it needs Docker, kind, and PODLAB_NODE_IMAGE (an image of the nodes, or `default` for kind's own, which Docker pulls).
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { isKindThere } from '../../tests/kind/kind-there.ts';

const root = join(import.meta.dirname, '..', '..');
if (isKindThere) {
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
  process.exitCode =
    spawnSync(process.execPath, [vitest, 'run', 'tests/kind'], { cwd: root, stdio: 'inherit' }).status ?? 1;
} else {
  console.error(
    'No real cluster can be made here: it needs a running Docker, kind, and PODLAB_NODE_IMAGE set to an image of the ' +
      'nodes, or to `default` for the one that kind pulls. Nothing was tested.',
  );
  process.exitCode = 3;
}
