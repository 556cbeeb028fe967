// Records what a real busybox prints for the scripts of cases.txt: node packages/shell/tools/record.mjs [busybox]
// Every line is a script; those of several lines stand between {{{ and }}}. The fixtures are replayed without busybox.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const busybox = process.argv[2] ?? '/bin/busybox';
const bin = mkdtempSync(join(tmpdir(), 'bin-'));
const { stdout: names } = spawnSync(busybox, ['--list'], { encoding: 'latin1' });
for (const name of names.trim().split('\n')) symlinkSync(busybox, join(bin, name));
const version = spawnSync(busybox, [], { encoding: 'latin1' }).stdout.split('\n')[0];

const text = readFileSync(new URL('cases.txt', import.meta.url), 'latin1');
const scripts = [...text.matchAll(/^\{\{\{\n([^]*?)\n\}\}\}$|^(.+)$/gm)].map((match) => match[1] ?? match[2]);
const records = scripts.map((script) => {
  const cwd = mkdtempSync(join(tmpdir(), 'case-'));
  const run = spawnSync(join(bin, 'sh'), ['-c', script], {
    argv0: 'sh',
    cwd,
    env: { PATH: bin, HOME: '/root' },
    encoding: 'latin1',
    input: '',
    timeout: 20_000,
  });
  rmSync(cwd, { recursive: true });
  const clean = (output) => output.replaceAll(cwd, '/work');
  return { script, stdout: clean(run.stdout), stderr: clean(run.stderr), code: run.status };
});
rmSync(bin, { recursive: true });
const file = new URL('../fixtures/cases.json', import.meta.url);
writeFileSync(file, `${JSON.stringify({ version, records }, null, 1)}\n`);
process.stdout.write(`${records.length} cases recorded from ${version}\n`);
