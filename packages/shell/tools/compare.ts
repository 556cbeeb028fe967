// Runs scripts under a real busybox and here, and prints what differs; README.md says how.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { runCase } from '../src/testing/container-run.ts';
import { withoutProse } from '../src/testing/help-prose.ts';
import { parseCases } from './read-cases.mjs';
import { clusterPod, dockerContainer, record } from './recorder.mjs';

const { values, positionals } = parseArgs({
  options: {
    docker: { type: 'string', default: 'busybox:1.37' },
    cluster: { type: 'boolean', default: false },
  },
  allowPositionals: true,
});
const cases = positionals.flatMap((file) => parseCases(readFileSync(file, 'latin1'), basename(file, '.txt')));
const directory = mkdtempSync(join(tmpdir(), 'compare-'));

/** The lines in which two texts differ, as `diff` tells them: `<` there, `>` here. */
function difference(there: string, here: string): string {
  const [a, b] = ['there', 'here'].map((name) => join(directory, name)) as [string, string];
  writeFileSync(a, there, 'latin1');
  writeFileSync(b, here, 'latin1');
  return spawnSync('diff', ['-a', a, b], { encoding: 'latin1' }).stdout.replace(/^/gm, '    ');
}

let differing = 0;
for (const real of record(cases, values.cluster ? clusterPod() : dockerContainer(values.docker))) {
  const ours = runCase(real.script);
  const rows = [
    ['stdout', real.stdout, ours.stdout],
    ['stderr', withoutProse(real.stderr), ours.stderr],
    ['code', `${real.code}\n`, `${ours.status?.code ?? -1}\n`],
  ] as const;
  const different = rows.filter(([, there, here]) => there !== here);
  if (different.length === 0) continue;
  differing += 1;
  process.stdout.write(`\n=== ${real.id}\n${real.script}\n`);
  for (const [name, there, here] of different) process.stdout.write(`  ${name}\n${difference(there, here)}\n`);
}
rmSync(directory, { recursive: true });
process.stdout.write(`\n${cases.length} scripts, ${differing} differ\n`);
