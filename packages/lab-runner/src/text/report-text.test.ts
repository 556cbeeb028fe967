import type { CheckResult, LabReport } from '@podlab/grader';
import { describe, expect, it } from 'vitest';
import { renderReport, statusLine } from './report-text.ts';
import { terminalStyle } from './style.ts';

const plain = terminalStyle(false);

function check(overrides: Partial<CheckResult>): CheckResult {
  return {
    id: 'one-replaced',
    verdict: 'notYet',
    title: 'Exactly one Pod was replaced',
    found: 'No Pod was replaced.',
    expected: 'One Pod has a successor.',
    look: 'kubectl get pods',
    ...overrides,
  };
}

const report: LabReport = {
  verdict: 'notYet',
  guards: [
    check({ id: 'nodes-open', title: 'Every node takes Pods', verdict: 'inconclusive', found: 'Nobody looked.' }),
  ],
  steps: [
    { id: 'a', title: 'Restart', state: 'passed', checks: [check({ verdict: 'passed' })] },
    {
      id: 'b',
      title: 'Replace',
      state: 'current',
      checks: [check({}), check({ verdict: 'passed', title: 'No rollout' })],
    },
    { id: 'c', title: 'Read', state: 'ahead', checks: [] },
  ],
  recheckAfterMs: undefined,
};

const render = (given: LabReport) =>
  renderReport(given, { title: 'A lab', style: plain, columns: 80, timeline: ['web·a3f1c ●━━'] });

describe('a report', () => {
  it('says of each open check what is, what was expected, and where to look; then draws the Pods', () => {
    expect(render(report)).toEqual([
      'A lab  ○ not yet',
      '',
      '✓ 1. Restart',
      '○ 2. Replace',
      '  ○ Exactly one Pod was replaced',
      '    found    No Pod was replaced.',
      '    expected One Pod has a successor.',
      '    look     `kubectl get pods`',
      '  ✓ No rollout',
      '· 3. Read',
      '',
      'What must stay so',
      '  ? Every node takes Pods',
      '    found    Nobody looked.',
      '    expected One Pod has a successor.',
      '    look     `kubectl get pods`',
      '',
      'web·a3f1c ●━━',
    ]);
  });

  it('shows a question with its choices, and what came out once it is known', () => {
    const question = {
      question: 'What changes?',
      prediction: true,
      choices: [
        { id: 'uid', text: 'The UID' },
        { id: 'restarts', text: 'The restarts' },
      ],
      given: undefined,
      right: undefined,
      shown: undefined,
    };
    const open = check({ question });
    const lines = render({
      ...report,
      guards: [],
      steps: [{ id: 'a', title: 'Predict', state: 'current', checks: [open] }],
    });
    expect(lines).toEqual(
      expect.arrayContaining(['    What changes?', '      a) The UID', '      b) The restarts', '    type answer a']),
    );
    const known = check({
      verdict: 'passed',
      question: { ...question, given: 'uid', right: false, shown: 'The UID stayed.' },
    });
    const after = render({
      ...report,
      guards: [],
      steps: [{ id: 'a', title: 'Predict', state: 'current', checks: [known] }],
    });
    expect(after).toContain('    It came out differently. The UID stayed.');
  });
});

describe('the status line', () => {
  it.each([
    ['names the current step', report, ' ○ 1/3 ✓·· Replace  check · hint · next · reset · exit'],
    [
      'names a broken guard before anything else',
      { ...report, guards: [check({ title: 'Every node takes Pods' })] },
      ' ○ 1/3 ✓·· Every node takes Pods  check · hint · next · reset · exit',
    ],
    ['says that it is passed', { ...report, verdict: 'passed' as const }, ' ✓ a-lab: passed  ✓··  exit to leave'],
  ])('%s', (_, given, line) => {
    expect(statusLine('a-lab', given, plain)).toBe(line);
  });
});
