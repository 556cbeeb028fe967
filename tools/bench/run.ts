/**
 * `pnpm bench [part of a name]`: runs every script in a package's or app's `bench` folder, one after the other, and
 * prints what they measured. A script prints one JSON object a line: `{ name, value, unit, budget? }`; `budget` is the
 * highest value that is still good.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readWorkspace } from '../structure/workspace.ts';

interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly budget?: number;
}

const root = join(import.meta.dirname, '..', '..');
const wanted = process.argv[2] ?? '';
const scripts = readWorkspace(root)
  .map((item) => join(root, item.folder, 'bench'))
  .filter((folder) => existsSync(folder))
  .flatMap((folder) => readdirSync(folder).map((name) => join(folder, name)))
  .filter((file) => /\.(ts|mjs)$/.test(file) && file.slice(root.length).includes(wanted));

const tsx = join(root, 'node_modules', 'tsx', 'dist', 'cli.mjs');
let over = 0;
for (const script of scripts) {
  const run = spawnSync(process.execPath, [tsx, script], {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (run.status !== 0) {
    console.error(`${script.slice(root.length + 1)} ended with exit code ${run.status}`);
    process.exitCode = 1;
  }
  for (const figure of figuresIn(run.stdout)) {
    if (figure.budget !== undefined && figure.value > figure.budget) over += 1;
    console.log(describe(figure));
  }
}
if (scripts.length === 0) console.error(`no bench script has '${wanted}' in its path`);
if (over > 0) console.log(`\n${over} over budget`);

function figuresIn(output: string): Figure[] {
  return output
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Figure);
}

function describe({ name, value, unit, budget }: Figure): string {
  const rounded = value >= 100 ? Math.round(value) : Math.round(value * 1000) / 1000;
  const limit = budget === undefined ? '' : `   budget ${budget} ${unit} ${value <= budget ? '✓' : '✗ over'}`;
  return `${name.padEnd(64)} ${String(rounded).padStart(8)} ${unit}${limit}`;
}
