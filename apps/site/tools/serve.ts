/** `pnpm site`: the site on this machine, rendered anew after every change. Further arguments go to `docusaurus start`. */
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { prepare } from './prepare.ts';

const docusaurus = createRequire(__filename).resolve('@docusaurus/core/bin/docusaurus.mjs');
prepare();
const args = ['start', join(__dirname, '..'), '--host', '127.0.0.1', '--no-open', ...process.argv.slice(2)];
const { status } = spawnSync(process.execPath, [docusaurus, ...args], { stdio: 'inherit' });
process.exitCode = status ?? 0;
