import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { KubectlError } from '../cli/kubectl-error.ts';
import { parseObjects } from './read-manifests.ts';

interface Recorded {
  readonly recordedFrom: string;
  readonly files: readonly { readonly about: string; readonly text: readonly string[]; readonly said: string | null }[];
}

const fixture = new URL('../../fixtures/broken-manifests.json', import.meta.url);
const recorded = JSON.parse(readFileSync(fixture, 'utf8')) as Recorded;

/** What is said of a file; null: it can be read. */
function saidOf(source: string, text: string): string | null {
  try {
    parseObjects(source, text);
    return null;
  } catch (error) {
    if (error instanceof KubectlError) return error.message;
    throw error;
  }
}

it.each(recorded.files.map((file) => [file.about, file] as const))(
  'a manifest as learners break it is refused as kubectl v1.36.3 refuses it: %s',
  (about, { text, said }) => {
    expect(saidOf(`${about}.yaml`, text.join('\n'))).toBe(said);
  },
);
