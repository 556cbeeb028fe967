import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { digestInputs } from './inputs.ts';

/** What decides how a kept lab goes on. */
const playing = ['apps/site/src/engine', 'labs', 'packages', 'pnpm-lock.yaml'];

/** Runs prepare/ in a process of its own: it is ESM and loads the cluster, which Docusaurus' process need not know. */
export function prepare(): void {
  const tsx = createRequire(__filename).resolve('tsx/cli');
  const { status } = spawnSync(process.execPath, [tsx, join(__dirname, '..', 'prepare', 'prepare.ts')], {
    env: { ...process.env, PODLAB_BUILD: digestInputs(playing).slice(0, 16) },
    stdio: 'inherit',
  });
  if (status !== 0) process.exit(status ?? 1);
}
