#!/usr/bin/env node
// The `lab` command. Finds whether the bundle is current with the sources, builds it when it is not, and runs it.
// Plain JavaScript in old syntax, so that a Node which is too old can still read it and say so.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '..', '..', '..');

const tooOld = nodeFault(process.versions.node, readFileSync(join(root, 'package.json'), 'utf8'));
if (tooOld) {
  process.stderr.write(`${tooOld}\n`);
  process.exitCode = 3;
} else {
  await import('./engine-options.mjs');
  const { currentBundle } = await import('../build/bundle.mjs');
  try {
    const bundle = await currentBundle(root);
    const { main } = await import(pathToFileURL(bundle).href);
    await main({ root, bin: fileURLToPath(import.meta.url) });
  } catch (error) {
    if (!error || error.code !== 'BUILD_FAILED') throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 3;
  }
}

function nodeFault(version, manifest) {
  const wanted = /"node":\s*">=\s*(\d+)\.(\d+)/.exec(manifest);
  const found = version.split('.').map(Number);
  if (!wanted) return undefined;
  const major = Number(wanted[1]);
  const minor = Number(wanted[2]);
  if (found[0] > major || (found[0] === major && found[1] >= minor)) return undefined;
  return (
    `Podlab needs Node ${major}.${minor} or newer; this is Node ${version}.\n` +
    'Install a newer Node (https://nodejs.org), or try: npx -y -p node@24 node apps/cli/bin/lab.mjs'
  );
}
