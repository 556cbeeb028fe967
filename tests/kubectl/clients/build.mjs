// Builds stock kubectl clients from the Go modules that they are published as.
//
//   node tests/kubectl/clients/build.mjs                the versions in `chosen`
//   node tests/kubectl/clients/build.mjs 1.31 1.34      these
//
// Needs Go (Go itself fetches a newer toolchain when a module asks for one). What is built already is skipped.
import { execFile } from 'node:child_process';
import { access, copyFile, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** Minor version → patch release of the client. */
const releases = {
  1.27: 3,
  1.28: 3,
  1.29: 6,
  '1.30': 14,
  1.31: 3,
  1.32: 3,
  1.33: 13,
  1.34: 13,
  1.35: 10,
  1.36: 6,
};

/** One per behaviour that matters: validation by OpenAPI v2, v3; exec by WebSocket; protobuf bodies; WatchList; newest. */
const chosen = ['1.27', '1.29', '1.30', '1.32', '1.35', '1.36'];

const here = dirname(fileURLToPath(import.meta.url));
const cache = join(here, '../../../.cache/kubectl');
const suffix = process.platform === 'win32' ? '.exe' : '';

const wanted = process.argv.length > 2 ? process.argv.slice(2) : chosen;
const unknown = wanted.filter((minor) => !(minor in releases));
if (unknown.length > 0) {
  console.error(`no such version: ${unknown.join(', ')}. Choose among ${Object.keys(releases).sort().join(', ')}.`);
  process.exit(2);
}
const startedMs = Date.now();
for (const minor of wanted) await build(minor, `${minor}.${releases[minor]}`);
console.log(`${wanted.length} kubectl clients in .cache/kubectl, ${seconds(startedMs)}`);

/** Leaves either the finished client or nothing. */
async function build(minor, version) {
  const client = join(cache, `kubectl-${version}${suffix}`);
  if (await exists(client)) return console.log(`kubectl ${version} is there`);
  const fromMs = Date.now();
  const folder = join(cache, `build-${version}`);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await copyFile(join(here, 'main.go'), join(folder, 'main.go'));
  const required = `v0.${version.slice(2)}`;
  await writeFile(
    join(folder, 'go.mod'),
    `module podlab.test/kubectl\n\ngo 1.21\n\nrequire k8s.io/kubectl ${required}\n`,
  );
  const numbers = { gitVersion: `v${version}`, gitMajor: '1', gitMinor: minor.slice(2) };
  const named = Object.entries(numbers).map(([name, value]) => `-X k8s.io/component-base/version.${name}=${value}`);
  const flags = ['-mod=mod', '-trimpath', '-buildvcs=false', '-ldflags', `-s -w ${named.join(' ')}`];
  const go = promisify(execFile);
  await go('go', ['build', ...flags, '-o', 'kubectl', '.'], {
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
