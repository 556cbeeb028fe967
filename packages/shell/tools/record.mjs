// Records what a real busybox prints for the scripts of tools/cases/*.txt; README.md says how.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { readCases, topics } from './read-cases.mjs';
import { clusterPod, dockerContainer, record } from './recorder.mjs';

const { values, positionals } = parseArgs({
  options: { all: { type: 'boolean', default: false }, docker: { type: 'string' }, image: { type: 'string' } },
  allowPositionals: true,
});
const execute = values.docker === undefined ? clusterPod(values.image) : dockerContainer(values.docker);
const version = execute(['busybox']).split('\n')[0];
for (const topic of positionals.length > 0 ? positionals : topics) {
  const file = new URL(`../fixtures/${topic}.json`, import.meta.url);
  const before = !values.all && existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).records : [];
  const known = new Map(before.map((entry) => [entry.id, entry]));
  const cases = [...new Map(readCases(topic).map((entry) => [entry.id, entry])).values()];
  const missing = cases.filter(({ id }) => !known.has(id));
  for (const entry of missing.length > 0 ? record(missing, execute) : []) known.set(entry.id, entry);
  const records = cases.map(({ id }) => known.get(id));
  writeFileSync(file, `${JSON.stringify({ version, records }, null, 1)}\n`);
  process.stdout.write(`${topic}: ${records.length} cases, ${missing.length} recorded now\n`);
}
