/**
 * Tells how scenarios differ from the real cluster: `pnpm --filter @podlab/tests replay [NAME…]`. Default: all of
 * them; without the differences that stay. With `--seed=WORD`: on a cluster of that seed.
 */
import type { KnownDifference } from './compare/known-differences.ts';
import { findKubectl, judgeScenario, knownDifferences, scenarioNames, tell } from './judge-scenario.ts';

const given = process.argv.slice(2);
const names = given.filter((argument) => !argument.startsWith('--'));
const seed = given.find((argument) => argument.startsWith('--seed='))?.slice('--seed='.length);
const known: KnownDifference[] = [
  ...(seed === undefined ? [] : [{ id: '', reason: '', seeds: [seed] }]),
  ...knownDifferences,
];
const kubectl = findKubectl();
if (kubectl === undefined)
  throw new Error('no kubectl 1.36 found: build it (tests/kubectl/clients) or put one on the PATH');

for (const name of names.length > 0 ? names : scenarioNames) {
  const { figures, unexplained } = await judgeScenario(name, kubectl, known);
  console.log(figures);
  for (const difference of unexplained) console.log(tell(difference).replaceAll(/^/gm, '  '));
}
