import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';

/** Runs prepare/ in a process of its own: it is ESM and loads the cluster, which Docusaurus' process need not know. */
export function prepare(): void {
  const tsx = createRequire(__filename).resolve('tsx/cli');
  const { status } = spawnSync(process.execPath, [tsx, join(__dirname, '..', 'prepare', 'prepare.ts')], {
    stdio: 'inherit',
  });
  if (status !== 0) process.exit(status ?? 1);
}
