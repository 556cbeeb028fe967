/** `pnpm build [base URL]`: static files in apps/site/build, for `/` unless another address is given. */
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { parseAddress, unplaced } from './base-place.ts';
import { prepare } from './prepare.ts';
import { rebaseSite } from './rebase-site.ts';

const site = join(__dirname, '..');
const out = join(site, 'build');
const docusaurus = createRequire(__filename).resolve('@docusaurus/core/bin/docusaurus.mjs');
const address = parseAddress(process.argv[2] ?? '/');
if (address === undefined) {
  console.error(`'${process.argv[2]}' is no base URL; give a path such as /podlab/ or a full address`);
  process.exitCode = 2;
} else {
  rmSync(out, { recursive: true, force: true });
  prepare();
  const { status } = spawnSync(process.execPath, [docusaurus, 'build', site, '--out-dir', out], {
    cwd: site,
    env: { ...process.env, NODE_ENV: 'production', PODLAB_ORIGIN: unplaced.origin, PODLAB_BASE: unplaced.base },
    stdio: 'inherit',
  });
  if (status === 0) rebaseSite(out, address);
  process.exitCode = status ?? 1;
}
