import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { describeNeeding } from '../requirements.ts';
import { isKindThere, realKindCluster } from './kind-there.ts';

interface Proofs {
  readonly labs: readonly {
    readonly lab: string;
    readonly proofs: readonly {
      readonly attempt: string;
      readonly verdict: string | null;
      readonly ok: boolean;
      readonly fault: string | null;
    }[];
  }[];
}

const lab = join(import.meta.dirname, '..', '..', 'apps', 'cli', 'bin', 'lab.mjs');
const home = mkdtempSync(join(tmpdir(), 'podlab-parity-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

describeNeeding(realKindCluster, isKindThere, 'every proof of every lab', () => {
  it('gets the same verdict on the embedded cluster as on kind, for the reason it names', { timeout: 900_000 }, () => {
    const embedded = verify('embedded');
    expect(Object.keys(embedded).length).toBeGreaterThan(0);
    expect(verify('kind')).toEqual(embedded);
  });
});

/** Verdicts by lab and attempt; of a proof that does not hold (a mistake caught elsewhere, say), also why. */
function verify(engine: 'embedded' | 'kind'): Record<string, string> {
  const { stdout, stderr } = spawnSync(process.execPath, [lab, 'verify', '--engine', engine, '--json'], {
    encoding: 'utf8',
    env: { ...process.env, PODLAB_HOME: home },
    maxBuffer: 64 * 1024 * 1024,
  });
  const line = stdout.trim().split('\n').at(-1) ?? '';
  if (!line.startsWith('{')) throw new Error(`verify on ${engine} printed no result: ${stderr}`);
  const { labs } = JSON.parse(line) as Proofs;
  return Object.fromEntries(
    labs.flatMap((played) =>
      played.proofs.map(({ attempt, verdict, ok, fault }) => [
        `${played.lab}/${attempt}`,
        ok ? `${verdict}` : `${verdict}, not as proven: ${fault}`,
      ]),
    ),
  );
}
