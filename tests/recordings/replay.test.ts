import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { describeNeeding } from '../requirements.ts';
import type { KnownDifference } from './compare/known-differences.ts';
import { findKubectl, judgeScenario, knownDifferences, scenarioNames, tell } from './judge-scenario.ts';
import { canSeeProcesses } from './play/idle.ts';

const kubectl = findKubectl();

// The recordings were made with kubectl 1.36, and what it prints is compared.
describeNeeding('kubectl 1.36', kubectl !== undefined && canSeeProcesses, 'the embedded cluster', () => {
  const played = new Set<string>();
  const needed = new Set<KnownDifference>();

  it.each(scenarioNames)(
    'does what a real cluster did: %s',
    async (name) => {
      const { figures, unexplained, needed: used } = await judgeScenario(name, kubectl ?? '', knownDifferences);
      for (const entry of used) needed.add(entry);
      played.add(name);
      expect({ figures, differences: unexplained.map(tell).join('\n') }).toEqual({ figures, differences: '' });
    },
    600_000,
  );

  describe('the list of known differences', () => {
    it('holds nothing that no longer differs', () => {
      const stale = knownDifferences.filter((entry) => !needed.has(entry));
      const judged = stale.filter(({ scenarios = scenarioNames }) => scenarios.every((name) => played.has(name)));
      expect(judged.map(({ id, reason, scenarios }) => `${id} ${String(scenarios ?? 'all')}: ${reason}`)).toEqual([]);
    });

    it('names the fidelity ledger only', () => {
      const ledger = readFileSync(join(import.meta.dirname, '../../docs/contributing/fidelity.md'), 'utf8');
      expect(knownDifferences.map(({ id }) => id).filter((id) => !ledger.includes(`| ${id} |`))).toEqual([]);
    });
  });
});
