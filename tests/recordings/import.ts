/**
 * Makes the compact form of recordings: `pnpm --filter @podlab/tests import-recordings FOLDER…`. A folder holds what the
 * recorder wrote (`scenario.yaml`, `steps.json`, `watch.jsonl`), and in `again/` the same of a second run.
 */
import { join } from 'node:path';
import { readRecordedFolder } from './recorded-folder.ts';
import { writeRecording } from './recording.ts';

for (const folder of process.argv.slice(2)) {
  const recording = readRecordedFolder(folder);
  writeRecording(join(import.meta.dirname, 'data', `${recording.name}.jsonl`), recording);
  console.log(`${recording.name}: ${recording.runs.length} runs`);
}
