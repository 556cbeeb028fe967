// Builds the command with esbuild into dist/<stamp>/. A build appears under its name at once (rename) and is never
// changed afterwards, so processes that build or run at the same time do not disturb each other.
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { sourceStamp } from './stamp.mjs';

/** Builds older than this are removed, but for the newest few: a running session still loads parts of its own. */
const keepMs = 24 * 60 * 60 * 1000;
const keepCount = 3;

/**
 * Returns the bundle that belongs to the sources as they are, and builds it when there is none.
 * @param {string} root the clone
 * @returns {Promise<string>} path of the module to import
 */
export async function currentBundle(root) {
  const dist = join(root, 'apps', 'cli', 'dist');
  const folder = join(dist, sourceStamp(root));
  const entry = join(folder, 'lab.mjs');
  if (!existsSync(entry)) await build(root, dist, folder);
  return entry;
}

async function build(root, dist, folder) {
  const esbuild = await import('esbuild').catch((cause) => {
    throw buildError('esbuild could not be loaded. Install the dependencies first: npx -y pnpm@12 install', cause);
  });
  const draft = join(dist, `.draft-${process.pid}-${Date.now().toString(36)}`);
  mkdirSync(draft, { recursive: true });
  try {
    await esbuild.build({
      entryPoints: { lab: join(root, 'apps', 'cli', 'src', 'main.ts') },
      outdir: draft,
      outExtension: { '.js': '.mjs' },
      bundle: true,
      splitting: true,
      format: 'esm',
      platform: 'node',
      target: 'node20',
      sourcemap: 'linked',
      sourcesContent: false,
      external: ['@lydell/node-pty'],
      // Bundled CommonJS packages call `require` for what Node itself brings.
      banner: {
        js: "import { createRequire as createPodlabRequire } from 'node:module';const require = createPodlabRequire(import.meta.url);",
      },
      logLevel: 'silent',
    });
    publish(draft, folder);
  } catch (cause) {
    throw buildError(`The sources of the lab command could not be built:\n${cause.message}`, cause);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
  removeOld(dist, folder);
}

function publish(draft, folder) {
  try {
    renameSync(draft, folder);
  } catch (error) {
    // Another process was first with the same sources: its build is as good.
    if (!existsSync(join(folder, 'lab.mjs'))) throw error;
  }
  const now = new Date();
  utimesSync(folder, now, now);
}

function removeOld(dist, current) {
  const others = readdirSync(dist)
    .map((name) => join(dist, name))
    .filter((path) => path !== current)
    .map((path) => ({ path, mtimeMs: statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0 }))
    .sort((a, b) => b.mtimeMs - a.mtimeMs);
  for (const other of others.slice(keepCount)) {
    if (Date.now() - other.mtimeMs > keepMs) rmSync(other.path, { recursive: true, force: true });
  }
}

function buildError(message, cause) {
  return Object.assign(new Error(message, { cause }), { code: 'BUILD_FAILED' });
}
