/**
 * Plays scenarios on the embedded cluster and writes what the recorder writes: `pnpm --filter @podlab/tests
 * write-playings FOLDER [NAME…]`, for measures from outside, such as the recordings' own comparison. Default: all.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { findKubectl, scenarioNames } from './judge-scenario.ts';
import { playScenario } from './play/play-scenario.ts';
import { readRecording } from './recording.ts';

const [out, ...names] = process.argv.slice(2);
const kubectl = findKubectl();
if (out === undefined) throw new Error('say into which folder');
if (kubectl === undefined)
  throw new Error('no kubectl 1.36 found: build it (tests/kubectl/clients) or put one on the PATH');

for (const name of names.length > 0 ? names : scenarioNames) {
  const recording = readRecording(join(import.meta.dirname, 'data', `${name}.jsonl`));
  const { steps, watched } = await playScenario(recording, kubectl, name);
  const folder = join(resolve(out), name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'steps.json'), JSON.stringify(steps, undefined, 1));
  writeFileSync(join(folder, 'watch.jsonl'), watched.map((line) => `${JSON.stringify(line)}\n`).join(''));
  console.log(name);
}
