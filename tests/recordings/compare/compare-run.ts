import type { Run, ScenarioStep, StepAnswer } from '../recording.ts';
import { type Agreement, compareObjects } from './compare-objects.ts';
import { type Difference, differingLines } from './difference.ts';

export interface Comparison {
  readonly outputs: Agreement;
  readonly states: Agreement;
  readonly events: Agreement;
  readonly differences: readonly Difference[];
}

/**
 * Holds one playing against the real cluster's runs: what happened in all of them must happen, what happened in one
 * of them may.
 */
export function compareRun(steps: readonly ScenarioStep[], runs: readonly Run[], here: Run): Comparison {
  const outputs = compareOutputs(steps, runs, here);
  const objects = compareObjects(runs, here);
  const events = compareEvents(runs, here);
  return {
    outputs: outputs.agreement,
    states: objects.states,
    events: events.agreement,
    differences: [...outputs.differences, ...objects.differences, ...events.differences],
  };
}

interface Compared {
  readonly agreement: Agreement;
  readonly differences: readonly Difference[];
}

function compareOutputs(steps: readonly ScenarioStep[], runs: readonly Run[], here: Run): Compared {
  let must = 0;
  const differences: Difference[] = [];
  for (const [index, { run, until, sleep }] of steps.entries()) {
    if (sleep !== undefined) continue;
    must += 1;
    const mine = linesOf(here.steps[index]);
    const waits = /rollout status/.test(run ?? '');
    const each = runs.map((real) =>
      differingAnswers(
        waits ? withoutWaiting(linesOf(real.steps[index])) : linesOf(real.steps[index]),
        waits ? withoutWaiting(mine) : mine,
      ),
    );
    const least = each.sort((a, b) => a.length - b.length)[0] ?? [];
    if (least.length > 0)
      differences.push({ kind: 'output', where: `step ${index + 1}: ${run ?? until}`, lines: least });
  }
  return { agreement: { must, agree: must - differences.length, extra: 0 }, differences };
}

/** What it waits for is told as often as it happens to look. That a rollout goes wrong, and how, is not chance. */
function withoutWaiting(lines: readonly string[]): string[] {
  return lines.filter((line) => !/^Waiting for .* rollout to finish: /.test(line));
}

/** Rows of objects with generated names come in an order that is chance, and so do those of repeated Events. */
function differingAnswers(real: readonly string[], mine: readonly string[]): string[] {
  const isAnywhere = (line: string) => hasGeneratedName(line) || isRepeatedEvent(line);
  const inOrder = (lines: readonly string[]) => [
    ...lines.filter((line) => !isAnywhere(line)),
    ...lines.filter(isAnywhere).map(sortItems).sort(),
  ];
  return differingLines(inOrder(real), inOrder(mine));
}

/** It is put among the others by the second of its last time: which fall into one second is chance. */
function isRepeatedEvent(line: string): boolean {
  return line.includes('(x<n> over <age>)');
}

function hasGeneratedName(line: string): boolean {
  return /<r>|<hash>/.test(line);
}

/** `OldReplicaSets: web-<hash> (…), web-<hash> (…)`: the list of what describe names is in the order of names. */
function sortItems(line: string): string {
  const [, label = '', items = ''] = /^(\s*\w+:\s*)(.*)$/.exec(line) ?? [];
  return label === 'OldReplicaSets: ' ? label + items.split(', ').sort().join(', ') : line;
}

function linesOf(step: StepAnswer | undefined): string[] {
  if (!step) return [];
  return [`exit code ${step.exitCode}`, ...step.stdout, ...step.stderr.map((line) => `stderr: ${line}`)];
}

function compareEvents(runs: readonly Run[], here: Run): Compared {
  const differences: Difference[] = [];
  let [must, agree, extra] = [0, 0, 0];
  for (const event of new Set([...runs, here].flatMap((run) => Object.keys(run.events)))) {
    const real = runs.map((run) => run.events[event] ?? 0);
    const mine = here.events[event] ?? 0;
    const [low, high] = [Math.min(...real), Math.max(...real)];
    if (low > 0) must += 1;
    const slack = Math.max(0, Math.round(high / 10));
    const agrees = mine >= low - slack && mine <= high + slack;
    if (agrees && low > 0) agree += 1;
    if (agrees) continue;
    if (high === 0) extra += 1;
    differences.push({
      kind: 'event',
      where: event,
      lines: [`- ${[...new Set(real)].join(' or ')} times`, `+ ${mine} times`],
    });
  }
  return { agreement: { must, agree, extra }, differences };
}
