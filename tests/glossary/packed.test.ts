import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';

const source = join(import.meta.dirname, '../../packages/glossary');
const tsc = join(dirname(createRequire(import.meta.url).resolve('typescript-native/package.json')), 'bin/tsc');
let folder: string;

/** What `pnpm pack` puts into its archive, in the folder of somebody who knows nothing of this repository. */
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'podlab-glossary-'));
  const installed = join(folder, 'node_modules/@podlab/glossary');
  const manifest = JSON.parse(readFileSync(join(source, 'package.json'), 'utf8'));
  const { status, stdout } = spawnSync(
    process.execPath,
    [tsc, '-p', join(source, 'tsconfig.pack.json'), '--outDir', join(installed, 'dist')],
    { encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(stdout);
  writeFileSync(join(installed, 'package.json'), JSON.stringify({ ...manifest, ...manifest.publishConfig }));
  for (const name of Object.keys(manifest.dependencies)) {
    mkdirSync(dirname(join(folder, 'node_modules', name)), { recursive: true });
    symlinkSync(realpathSync(join(source, 'node_modules', name)), join(folder, 'node_modules', name));
  }
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const readme = readFileSync(join(source, 'README.md'), 'utf8');
const examples = [...readme.matchAll(/^```js\n([\s\S]*?)^```$/gm)].map(([, code = '']) => code);

it.each(examples)('packed, an example of its README runs in plain Node and gives what it says: %#', (example) => {
  const asserts = example.replaceAll(/^(.*); \/\/ → (.*)$/gm, 'assert.deepEqual($1, $2);');
  const file = join(folder, 'example.mjs');
  writeFileSync(file, `import assert from 'node:assert/strict';\n${asserts}`);
  const { status, stderr } = spawnSync(process.execPath, [file], { cwd: folder, encoding: 'utf8' });
  expect([status, stderr]).toEqual([0, '']);
});

it('packed, it has types', () => {
  writeFileSync(
    join(folder, 'use.ts'),
    "import { loadGlossary, type Term } from '@podlab/glossary';\nexport const terms: readonly Term[] = loadGlossary([], { labs: [] });\n",
  );
  const flags = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2023', '--types', ''];
  const { status, stdout } = spawnSync(process.execPath, [tsc, ...flags, 'use.ts'], { cwd: folder, encoding: 'utf8' });
  expect([status, stdout]).toEqual([0, '']);
});
