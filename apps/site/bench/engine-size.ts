/**
 * What the engine of a lab page weighs as the site's bundler makes it, gzipped: what the page itself needs, what the
 * worker needs before a lab can begin, and what it loads later.
 */
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { bundleEngine } from '../tools/bundle-engine.ts';

const engine = join(__dirname, '..', 'src', 'engine');
const kilobyte = 1000;

void measure();

async function measure(): Promise<void> {
  const client = await weigh('client/open-played-lab.ts', 'web');
  const worker = await weigh('worker/entry.ts', 'webworker');
  report('engine: main thread, gzipped', client.first, 10);
  report('engine: worker before a lab can begin, gzipped', worker.first, 240);
  report('engine: worker, loaded when first needed, gzipped', worker.later, undefined);
}

function report(name: string, value: number, budget: number | undefined): void {
  console.log(JSON.stringify({ name, value, unit: 'KB', ...(budget !== undefined && { budget }) }));
}

/** @returns KB, each file compressed by itself */
async function weigh(
  entry: string,
  target: 'web' | 'webworker',
): Promise<{ readonly first: number; readonly later: number }> {
  const { files, first } = await bundleEngine(join(engine, entry), target);
  const sum = (isFirst: boolean) =>
    [...files]
      .filter(([name]) => first.includes(name) === isFirst)
      .reduce((total, [, content]) => total + gzipSync(content, { level: 9 }).length / kilobyte, 0);
  return { first: sum(true), later: sum(false) };
}
