import { describe, expect, test } from 'vitest';
import { runScript, TestContainer } from '../testing/container-run.ts';

describe('sharing virtual CPU time', () => {
  test('a tight loop takes virtual time and lets others run', () => {
    const container = new TestContainer();
    const busy = container.start(['sh', '-c', 'while :; do :; done']);
    const other = container.start(['sh', '-c', 'echo a; sleep 0.01; echo b']);
    container.timers.run(50);
    expect(other.stdout).toBe('a\nb\n');
    expect(busy.status).toBeUndefined();
    busy.handle.signal('KILL', 'runtime');
    expect(busy.status).toEqual({ code: 137, signal: 'KILL' });
  });

  test('a fork bomb is held by the limit of processes', () => {
    const container = new TestContainer();
    const bomb = container.start(['sh', '-c', 'f() { f | f & }; f; while :; do sleep 1; done']);
    container.timers.run(40);
    expect(bomb.status).toBeUndefined();
    container.space.destroy();
    expect(bomb.status).toEqual({ code: 137, signal: 'KILL' });
  });

  test('the same calls give the same bytes', () => {
    const script = 'for i in 1 2 3; do (sleep 0.$i; echo $i $RANDOM) & done; wait; ps; mktemp -u';
    expect(runScript(script).stdout).toBe(runScript(script).stdout);
  });

  test('endless recursion ends as a segmentation fault', () => {
    expect(runScript('sh -c "f() { f; }; f"; echo $?').stdout).toBe('139\n');
  });
});
