import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { encodeRecording, type RecordingData } from '@podlab/lab-ui/model';
import { recordRun } from '@podlab/lab-ui/recorder';
import { parse } from 'yaml';

/** A file of docs/concepts/recordings. */
interface RecordingFile {
  readonly title: string;
  /** With the control plane. */
  readonly nodes: number;
  readonly files: Readonly<Record<string, string>>;
  /** `at` and `until` are written as `12s`. */
  readonly steps: readonly { readonly at: string; readonly run: string }[];
  readonly until: string;
}

/** A run that a concept page shows. */
export interface ConceptRecording {
  readonly name: string;
  readonly title: string;
  readonly data: RecordingData;
}

/**
 * Really runs every recording of the concept pages, each on a cluster of its own; the same run every time.
 * @throws Error that names the file
 */
export async function recordConcepts(
  folder: string,
  { signal }: { readonly signal: AbortSignal },
): Promise<ConceptRecording[]> {
  const recordings: ConceptRecording[] = [];
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.yaml'))) {
    const name = basename(file, '.yaml');
    try {
      recordings.push({ name, ...(await record(parse(readFileSync(join(folder, file), 'utf8')), name, signal)) });
    } catch (cause) {
      const why = cause instanceof Error ? cause.message : String(cause);
      throw new Error(`docs/concepts/recordings/${file} cannot be run: ${why}`, { cause });
    }
  }
  return recordings;
}

async function record({ title, nodes, files, steps, until }: RecordingFile, seed: string, signal: AbortSignal) {
  const commands = steps.map(({ at, run }) => ({ at: secondsOf(at), run: run.trim() }));
  const recording = await recordRun(
    { yaml: '', files, commands, seconds: secondsOf(until), workers: nodes - 1, seed },
    { signal, yieldToHost: () => setImmediate() },
  );
  return { title, data: encodeRecording(recording) };
}

/** @param moment such as `12s` */
function secondsOf(moment: string): number {
  const [, seconds] = /^(\d+(?:\.\d+)?)s$/.exec(moment) ?? [];
  if (seconds === undefined) throw new Error(`'${moment}' is no moment; write seconds such as 12s`);
  return Number(seconds);
}
