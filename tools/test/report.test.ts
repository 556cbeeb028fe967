import { describe, expect, it } from 'vitest';
import { countTests, needs } from './report.ts';

const file = (tests: [string, string][], status = 'passed', message = '') => ({
  name: 'a.test.ts',
  status,
  message,
  assertionResults: tests.map(([fullName, testStatus]) => ({ fullName, status: testStatus })),
});

describe('the count of tests', () => {
  it('counts what passed and names what failed', () => {
    expect(
      countTests({
        testResults: [
          file([
            ['a', 'passed'],
            ['b', 'failed'],
            ['c', 'passed'],
          ]),
        ],
      }),
    ).toEqual({
      passed: 2,
      failed: ['b'],
      notRun: [],
    });
  });
  it('never counts a skipped test as passed, and names what it needs', () => {
    const outcome = countTests({
      testResults: [
        file([
          ['drains [needs Docker]', 'skipped'],
          ['b [needs kubectl 1.30]', 'pending'],
        ]),
      ],
    });
    expect(outcome).toEqual({ passed: 0, failed: [], notRun: ['drains [needs Docker]', 'b [needs kubectl 1.30]'] });
    expect(needs('b [needs kubectl 1.30]')).toBe('kubectl 1.30');
  });
  it('fails a test that was skipped without a reason', () => {
    expect(countTests({ testResults: [file([['later', 'skipped']])] }).failed).toEqual([
      'later (skipped without saying what it needs)',
    ]);
  });
  it('fails a file that did not load', () => {
    expect(countTests({ testResults: [file([], 'failed', 'SyntaxError: x\n at y')] }).failed).toEqual([
      'a.test.ts: SyntaxError: x',
    ]);
  });
});
