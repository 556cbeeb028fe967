import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { runScript } from './testing/container-run.ts';

interface Recorded {
  readonly script: string;
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number;
}

const fixture = new URL('../fixtures/cases.json', import.meta.url);
const { version, records } = JSON.parse(readFileSync(fixture, 'utf8')) as { version: string; records: Recorded[] };

describe(`as recorded from ${version}`, () => {
  it.each(records)('$script', ({ script, stdout, stderr, code }) => {
    const run = runScript(script, { workingDirectory: '/work', env: { PATH: '/bin', HOME: '/root' } });
    expect({ stdout: run.stdout, stderr: run.stderr, code: run.status?.code }).toEqual({ stdout, stderr, code });
  });
});
