/** Checks package boundaries, file shapes and the drawing of the packages; `--write` renews the drawing. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkBoundaries } from './boundaries.ts';
import { drawPackages, placeDrawing } from './drawing.ts';
import { checkFileShape } from './file-shape.ts';
import { listSources, readWorkspace } from './workspace.ts';

const root = join(import.meta.dirname, '..', '..');
const packages = readWorkspace(root);
const files = listSources(root, ['apps', 'packages', 'tools', 'tests']).map((path) => ({
  path,
  text: readFileSync(join(root, path), 'utf8'),
}));
const page = join(root, 'docs/contributing/architecture.md');
const before = readFileSync(page, 'utf8');
const after = placeDrawing(before, drawPackages(packages));

const faults = [...checkBoundaries(packages, files), ...checkFileShape(files)];
if (process.argv.includes('--write')) writeFileSync(page, after);
else if (before !== after)
  faults.push('docs/contributing/architecture.md: the drawing is out of date. Run `pnpm structure --write`.');

for (const fault of faults) console.error(fault);
if (faults.length > 0) process.exitCode = 1;
else console.log(`${packages.length} packages and ${files.length} files are where they belong`);
