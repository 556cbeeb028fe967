import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, vi } from 'vitest';
import { runLab } from '../testing/lab-process.ts';
import { tempFolder } from '../testing/temp-folder.ts';

// Whole processes on a machine that may be busy.
vi.setConfig({ testTimeout: 90_000 });

const source = fileURLToPath(new URL('../../../../labs/replaced-not-restarted', import.meta.url));

interface Proof {
  readonly attempt: string;
  readonly kind: string;
  readonly verdict: string | null;
  readonly ok: boolean;
  readonly fault: string | null;
}

describe('verifying a lab', () => {
  it('plays every proof, and every one holds', async () => {
    const { code, stdout } = await runLab(['verify', '--json'], { home: tempFolder() });
    const { labs } = JSON.parse(stdout) as { labs: { proofs: Proof[] }[] };
    const proofs = labs.flatMap((lab) => lab.proofs);
    expect(proofs.filter(({ ok }) => !ok)).toEqual([]);
    expect(proofs.find(({ kind }) => kind === 'untouched')?.verdict).toBe('notYet');
    expect(
      proofs.filter(({ kind, verdict }) => kind === 'solution' && verdict === 'passed').length,
    ).toBeGreaterThanOrEqual(2);
    expect(
      proofs.filter(({ kind, verdict }) => kind === 'mistake' && verdict === 'notYet').length,
    ).toBeGreaterThanOrEqual(3);
    expect(code).toBe(0);
  });

  it('tells which proof does not hold, and why', async () => {
    const labs = tempFolder();
    cpSync(source, join(labs, 'replaced-not-restarted'), { recursive: true });
    const solution = join(labs, 'replaced-not-restarted', 'attempts', 'delete-pod.yaml');
    // A solution that forgets to delete the Pod never passes the second step.
    writeFileSync(
      solution,
      readFileSync(solution, 'utf8').replace('- kubectl: delete pod ${victim}\n', '- kubectl: get pods\n'),
    );
    const mistake = join(labs, 'replaced-not-restarted', 'attempts', 'kill-nine.yaml');
    writeFileSync(mistake, readFileSync(mistake, 'utf8').replace(/- kubectl: exec/, '- kubectl: exce'));
    const { code, stdout } = await runLab(['verify'], { home: tempFolder(), env: { PODLAB_LABS: labs } });
    expect(stdout).toMatch(/✗ solution +delete-pod.*\n +Step \d+: the step `replace` was not passed within 60 s/);
    expect(stdout).toMatch(/✗ mistake +kill-nine.*\n +Step \d+: `kubectl exce .*` ended with exit code 1, not 0/);
    expect(stdout).toMatch(/✗ \d+ of \d+ proofs hold/);
    expect(code).toBe(1);
  });
});
