import { describe, expect, test } from 'vitest';
import recorded from '../../fixtures/cases.json' with { type: 'json' };
import { TestContainer } from '../testing/container-run.ts';

describe('scripts do what a real busybox did', () => {
  test.each(recorded.records)('$script', ({ script, stdout, stderr, code }) => {
    const container = new TestContainer();
    container.space.files.makeDirectory('/work');
    const run = container.start(['sh', '-c', script], {
      workingDirectory: '/work',
      env: { PATH: '/bin', HOME: '/root' },
    });
    container.timers.run(60_000);
    expect({ stdout: run.stdout, stderr: run.stderr, code: run.status?.code }).toEqual({ stdout, stderr, code });
  });
});
