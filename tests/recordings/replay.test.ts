import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { describeNeeding } from '../requirements.ts';
import type { KnownDifference } from './compare/known-differences.ts';
import { findKubectl, judgeScenario, knownDifferences, scenarioNames, tell } from './judge-scenario.ts';
import { canSeeProcesses } from './play/idle.ts';

const kubectl = findKubectl();

/** Hundreds of refusals, or many minutes of a cluster: these only with PODLAB_ALL=1, before a release. */
const onRequest = [
  'adopt',
  'anti-affinity',
  'apply-ways',
  'config-missing',
  'crash-fix',
  'cron-policies',
  'debug-profiles',
  'delete-early',
  'delete-ways',
  'deploy-ways',
  'drain-more',
  'env-file',
  'ds-surge',
  'exec-ways',
  'host-and-disk',
  'image-fix',
  'init-gate',
  'job-life',
  'logs-ways',
  'namespaces',
  'oom-fix',
  'outputs-more',
  'owners',
  'pod-resources',
  'pod-security',
  'probes-more',
  'ready-flip',
  'refused-again',
  'refused-others',
  'refused-pods-more',
  'resize-deferred',
  'resize-more',
  'restart-watch',
  'run-flags',
  'schedule-more',
  'service-broken',
  'sidecar-fails',
  'ssa-takeover',
  'start-errors',
  'sts-broken',
  'sts-watch',
  'taint-more',
  'term-ready',
  'wait-ways',
  'watch-job',
  'watch-rollout',
];
const names = scenarioNames.filter((name) => process.env['PODLAB_ALL'] === '1' || !onRequest.includes(name));

// The recordings were made with kubectl 1.36, and what it prints is compared.
describeNeeding('kubectl 1.36', kubectl !== undefined && canSeeProcesses, 'the embedded cluster', () => {
  const played = new Set<string>();
  const needed = new Set<KnownDifference>();

  it.each(names)(
    'does what a real cluster did: %s',
    // A program of the host that is held up for long shows in what it prints: such a scenario is played once more.
    { timeout: 600_000, retry: 1 },
    async (name) => {
      const { figures, unexplained, needed: used } = await judgeScenario(name, kubectl ?? '', knownDifferences);
      for (const entry of used) needed.add(entry);
      played.add(name);
      expect({ figures, differences: unexplained.map(tell).join('\n') }).toEqual({ figures, differences: '' });
    },
  );

  describe('the list of known differences', () => {
    it('holds nothing that no longer differs', () => {
      const stale = knownDifferences.filter((entry) => entry.chance !== true && !needed.has(entry));
      const judged = stale.filter(({ scenarios = scenarioNames }) => scenarios.every((name) => played.has(name)));
      expect(judged.map(({ id, reason, scenarios }) => `${id} ${String(scenarios ?? 'all')}: ${reason}`)).toEqual([]);
    });

    it('names the fidelity ledger only', () => {
      const ledger = readFileSync(join(import.meta.dirname, '../../docs/contributing/fidelity.md'), 'utf8');
      expect(knownDifferences.map(({ id }) => id).filter((id) => !ledger.includes(`| ${id} |`))).toEqual([]);
    });
  });
});
