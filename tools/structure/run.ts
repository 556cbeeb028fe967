/** Checks package boundaries, file shapes, the drawing of the packages and the tables of the ledger; `--write` renews them. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { differences } from '../../packages/simulator/src/ledger/differences.ts';
import { checkBoundaries } from './boundaries.ts';
import { drawPackages, ledgerBegin, placeDrawing } from './drawing.ts';
import { checkFileShape } from './file-shape.ts';
import { drawLedger } from './ledger-tables.ts';
import { listSources, readWorkspace } from './workspace.ts';

const root = join(import.meta.dirname, '..', '..');
const packages = readWorkspace(root);
const files = listSources(root, ['apps', 'packages', 'tools', 'tests']).map((path) => ({
  path,
  text: readFileSync(join(root, path), 'utf8'),
}));
const architecture = join(root, 'docs/contributing/architecture.md');
const fidelity = join(root, 'docs/contributing/fidelity.md');
const pages = [
  { path: architecture, draw: (page: string) => placeDrawing(page, drawPackages(packages)) },
  { path: fidelity, draw: (page: string) => placeDrawing(page, `\n${drawLedger(differences)}\n`, ledgerBegin) },
];

const faults = [...checkBoundaries(packages, files), ...checkFileShape(files)];
for (const { path, draw } of pages) {
  const before = readFileSync(path, 'utf8');
  const after = draw(before);
  if (process.argv.includes('--write')) writeFileSync(path, after);
  else if (before !== after)
    faults.push(`${relative(root, path)}: what is drawn is out of date. Run \`pnpm structure --write\`.`);
}

for (const fault of faults) console.error(fault);
if (faults.length > 0) process.exitCode = 1;
else console.log(`${packages.length} packages and ${files.length} files are where they belong`);
