/**
 * `pnpm build [base URL] [--if-changed]`: static files in apps/site/build, for `/` unless another address is given.
 * With `--if-changed` nothing is done when what they are made from is as it was.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { type Address, parseAddress, unplaced } from './base-place.ts';
import { finishSite } from './finish/finish-site.ts';
import { digestInputs } from './inputs.ts';
import { prepare } from './prepare.ts';
import { rebaseSite } from './rebase-site.ts';

const site = join(__dirname, '..');
const out = join(site, 'build');
const stampFile = join(site, '.docusaurus', 'podlab-build-stamp');
const docusaurus = createRequire(__filename).resolve('@docusaurus/core/bin/docusaurus.mjs');

const [wanted = '/', ...rest] = process.argv.slice(2).filter((word) => word !== '--if-changed');
const address = parseAddress(wanted);
if (address === undefined || rest.length > 0) {
  console.error(`'${[wanted, ...rest].join(' ')}' is no base URL; give a path such as /podlab/ or a full address`);
  process.exitCode = 2;
} else {
  const stamp = `${digestInputs()} ${address.origin}${address.base}`;
  if (process.argv.includes('--if-changed') && isBuilt(stamp)) console.log(`${out} is up to date`);
  else
    void build(address, stamp).then((exitCode) => {
      process.exitCode = exitCode;
    });
}

function isBuilt(stamp: string): boolean {
  return existsSync(join(out, 'index.html')) && existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp;
}

async function build(to: Address, stamp: string): Promise<number> {
  rmSync(out, { recursive: true, force: true });
  rmSync(stampFile, { force: true });
  prepare();
  const { status } = spawnSync(process.execPath, [docusaurus, 'build', site, '--out-dir', out], {
    cwd: site,
    env: { ...process.env, NODE_ENV: 'production', PODLAB_ORIGIN: unplaced.origin, PODLAB_BASE: unplaced.base },
    stdio: 'inherit',
  });
  if (status !== 0) return status ?? 1;
  await finishSite(out, unplaced);
  rebaseSite(out, to);
  writeFileSync(stampFile, stamp);
  return 0;
}
