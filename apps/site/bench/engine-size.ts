/**
 * What the engine of a lab page weighs, minified and gzipped: what the page itself needs, what the worker needs before a
 * lab can begin, and what it loads later.
 */
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build, type Metafile } from 'esbuild';

const engine = join(import.meta.dirname, '..', 'src', 'engine');
const kilobyte = 1000;

const client = await bundle('client/open-played-lab.ts');
const worker = await bundle('worker/entry.ts');
report('engine: main thread, gzipped', client.atOnce, 10);
report('engine: worker before a lab can begin, gzipped', worker.atOnce, 240);
report('engine: worker, loaded when first needed, gzipped', worker.later, undefined);

function report(name: string, value: number, budget: number | undefined): void {
  console.log(JSON.stringify({ name, value, unit: 'KB', ...(budget !== undefined && { budget }) }));
}

async function bundle(entry: string): Promise<{ readonly atOnce: number; readonly later: number }> {
  const { outputFiles, metafile } = await build({
    entryPoints: [join(engine, entry)],
    bundle: true,
    minify: true,
    splitting: true,
    metafile: true,
    write: false,
    outdir: join(engine, 'out'),
    platform: 'browser',
    format: 'esm',
    target: 'es2023',
    logLevel: 'error',
  });
  const sizes = new Map(
    outputFiles.map(({ path, contents }) => [fileName(path), gzipSync(contents, { level: 9 }).length / kilobyte]),
  );
  const first = atOnce(metafile);
  const sum = (isFirst: boolean) =>
    [...sizes].filter(([name]) => first.has(name) === isFirst).reduce((total, [, size]) => total + size, 0);
  return { atOnce: sum(true), later: sum(false) };
}

/** The files that the entry needs before it can run. */
function atOnce({ outputs }: Metafile): ReadonlySet<string> {
  const needed = new Set<string>();
  const add = (path: string): void => {
    if (needed.has(fileName(path))) return;
    needed.add(fileName(path));
    for (const { path: imported, kind } of outputs[path]?.imports ?? []) {
      if (kind === 'import-statement') add(imported);
    }
  };
  const entry = Object.keys(outputs).find(
    (path) => outputs[path]?.entryPoint !== undefined && /entry|open-played-lab/.test(path),
  );
  if (entry !== undefined) add(entry);
  return needed;
}

function fileName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
