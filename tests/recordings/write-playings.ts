/**
 * Plays scenarios on the embedded cluster and writes what the recorder writes: `pnpm --filter @podlab/tests
 * write-playings FOLDER [NAME…]`, for measures from outside, such as the recordings' own comparison. Default: all. With
 * `--of=RECORDED` the scenarios of a folder of recordings that are not kept here.
 */
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { findKubectl, scenarioNames } from './judge-scenario.ts';
import { playScenario } from './play/play-scenario.ts';
import { isRecordedFolder, readRecordedFolder } from './recorded-folder.ts';
import { readRecording } from './recording.ts';

const [out, ...rest] = process.argv.slice(2);
const names = rest.filter((word) => !word.startsWith('--of='));
const recorded = rest.find((word) => word.startsWith('--of='))?.slice('--of='.length);
const kubectl = findKubectl();
if (out === undefined) throw new Error('say into which folder');
if (kubectl === undefined)
  throw new Error('no kubectl 1.36 found: build it (tests/kubectl/clients) or put one on the PATH');

const all =
  recorded === undefined
    ? scenarioNames
    : readdirSync(recorded).filter((name) => isRecordedFolder(join(recorded, name)));

for (const name of names.length > 0 ? names : all) {
  const recording =
    recorded === undefined
      ? readRecording(join(import.meta.dirname, 'data', `${name}.jsonl`))
      : readRecordedFolder(join(recorded, name));
  const { steps, watched } = await playScenario(recording, kubectl, name);
  const folder = join(resolve(out), name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'steps.json'), JSON.stringify(steps, undefined, 1));
  writeFileSync(join(folder, 'watch.jsonl'), watched.map((line) => `${JSON.stringify(line)}\n`).join(''));
  console.log(name);
}
