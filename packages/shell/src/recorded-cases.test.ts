import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { runCase } from './testing/container-run.ts';
import { withoutProse } from './testing/help-prose.ts';

interface Recorded {
  readonly id: string;
  readonly script: string;
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number;
}

/** Cases that are known to differ, with why; `differences.json` holds reasons, each with the ids of its cases. */
interface Difference {
  readonly reason: string;
  readonly cases: readonly string[];
}

const fixtures = new URL('../fixtures/', import.meta.url);
const read = (name: string): unknown => JSON.parse(readFileSync(new URL(name, fixtures), 'utf8'));
const topics = readdirSync(fixtures).filter((name) => name.endsWith('.json') && name !== 'differences.json');
const listed = new Map(
  (read('differences.json') as Difference[]).flatMap(({ reason, cases }) => cases.map((id) => [id, reason] as const)),
);
const seen = new Set<string>();

function replay(script: string): Omit<Recorded, 'id' | 'script'> {
  const { stdout, stderr, status } = runCase(script);
  return { stdout, stderr, code: status?.code ?? -1 };
}

describe.each(topics)('%s', (topic) => {
  const { records } = read(topic) as { records: readonly Recorded[] };
  for (const { id } of records) seen.add(id);
  const same = records.filter(({ id }) => !listed.has(id));
  const different = records.filter(({ id }) => listed.has(id));

  it.each(same)('$id: $script', ({ script, stdout, stderr, code }) => {
    expect(replay(script)).toEqual({ stdout, stderr: withoutProse(stderr), code });
  });

  it.each(different)(
    '$id is not as recorded, as differences.json says: $script',
    ({ script, stdout, stderr, code }) => {
      expect(replay(script)).not.toEqual({ stdout, stderr: withoutProse(stderr), code });
    },
  );
});

describe('differences.json', () => {
  it('lists only cases that are recorded', () => {
    expect([...listed.keys()].filter((id) => !seen.has(id))).toEqual([]);
  });
});
