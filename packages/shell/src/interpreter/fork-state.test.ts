import { describe, expect, it } from 'vitest';
import { runScript } from '../testing/container-run.ts';

describe('a command in a process of its own', () => {
  it.each([
    ['in the background', 'i=1; { sleep 0.1; echo $i; } & i=2; wait'],
    ['in the background as a subshell', 'i=1; (sleep 0.1; echo $i) & i=2; wait'],
    ['in a pipeline in the background', 'i=1; { sleep 0.1; echo $i; } | cat & i=2; wait'],
  ])('sees the variables as they were at the fork: %s', (_where, script) => {
    expect(runScript(script).stdout).toBe('1\n');
  });

  it('knows the jobs of its parent only when it runs nothing but jobs', () => {
    expect(runScript('sleep 1 & echo $(jobs -p | wc -l) $(true; jobs -p | wc -l) "$(jobs -p)"').stdout).toMatch(
      /^0 0 \d+\n$/,
    );
  });
});

describe('brackets in a word', () => {
  it('hold expansions and quotes as the rest of the word does', () => {
    expect(runScript('y=o; echo [$y] a["b c"$y]').stdout).toBe('[o] a[b co]\n');
  });
});
