// Builds stock kubectl clients from the Go modules that they are published as, into .cache/kubectl.
//
//   node tests/kubectl/clients/build.mjs                those that releases.json lists as `built`
//   node tests/kubectl/clients/build.mjs 1.31 1.34      these
//
// Built are 1.27, the oldest, which validates by OpenAPI v2 and execs by SPDY; and 1.36, the newest, which validates by v3,
// execs by WebSocket, sends protobuf and lists by watching. Each takes one to two minutes of two cores, and the others
// behave like one of these: before a release, build and try them too. Needs Go (which fetches a newer toolchain when a
// module asks for one). What is there already is skipped.
import { execFile } from 'node:child_process';
import { access, copyFile, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const here = dirname(fileURLToPath(import.meta.url));
const cache = join(here, '../../../.cache/kubectl');
const suffix = process.platform === 'win32' ? '.exe' : '';
const { built, onRequest } = JSON.parse(await readFile(join(here, 'releases.json'), 'utf8'));
const releases = { ...built, ...onRequest };

const wanted = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(built);
const unknown = wanted.filter((minor) => !(minor in releases));
if (unknown.length > 0) {
  console.error(`no such version: ${unknown.join(', ')}. Choose among ${Object.keys(releases).sort().join(', ')}.`);
  process.exit(2);
}
const startedMs = Date.now();
for (const minor of wanted) await build(releases[minor]);
console.log(`${wanted.length} kubectl clients in .cache/kubectl, ${seconds(startedMs)}`);

/** Leaves either the finished client or nothing. */
async function build(version) {
  const client = join(cache, `kubectl-${version}${suffix}`);
  if (await exists(client)) return console.log(`kubectl ${version} is there`);
  const fromMs = Date.now();
  const folder = join(cache, `build-${version}`);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await copyFile(join(here, 'main.go'), join(folder, 'main.go'));
  const required = version.replace(/^1\./, 'v0.');
  await writeFile(
    join(folder, 'go.mod'),
    `module podlab.test/kubectl\n\ngo 1.21\n\nrequire k8s.io/kubectl ${required}\n`,
  );
  const [gitMajor, gitMinor] = version.split('.');
  const numbers = { gitVersion: `v${version}`, gitMajor, gitMinor };
  const named = Object.entries(numbers).map(([name, value]) => `-X k8s.io/component-base/version.${name}=${value}`);
  const flags = ['-mod=mod', '-trimpath', '-buildvcs=false', '-ldflags', `-s -w ${named.join(' ')}`];
  await promisify(execFile)('go', ['build', ...flags, '-o', 'kubectl', '.'], {
    cwd: folder,
    env: { ...process.env, CGO_ENABLED: '0', GOFLAGS: '', GOWORK: 'off' },
    maxBuffer: 64 * 1024 * 1024,
  });
  await rename(join(folder, 'kubectl'), client);
  await rm(folder, { recursive: true });
  console.log(`kubectl ${version} built, ${seconds(fromMs)}`);
}

async function exists(path) {
  return access(path).then(
    () => true,
    () => false,
  );
}

function seconds(fromMs) {
  return `${((Date.now() - fromMs) / 1000).toFixed(0)} s`;
}
