import { describe, expect, test } from 'vitest';
import { runScript, TestContainer } from '../testing/container-run.ts';

const server = `trap 'echo stopping; exit 0' TERM; echo started; while true; do sleep 10; done`;

describe('signals', () => {
  test('a trap of PID 1 runs after the foreground command has ended', () => {
    const container = new TestContainer();
    const main = container.start(['sh', '-c', server]);
    container.timers.run(3000);
    main.handle.signal('TERM', 'runtime');
    container.timers.run(6000);
    expect(main.status).toBeUndefined();
    container.timers.run(1500);
    expect(main).toMatchObject({ stdout: 'started\nstopping\n', status: { code: 0 } });
  });

  test('a trapped signal interrupts wait at once', () => {
    const container = new TestContainer();
    const main = container.start(['sh', '-c', `trap 'echo bye; exit 5' TERM; sleep 100 & wait`]);
    container.timers.run(1000);
    main.handle.signal('TERM', 'runtime');
    container.timers.run(10);
    expect(main).toMatchObject({ stdout: 'bye\n', status: { code: 5 } });
  });

  test.each(['TERM', 'INT', 'HUP', 'USR1'] as const)('PID 1 without a handler survives %s', (signal) => {
    const container = new TestContainer();
    const main = container.start(['sleep', '100']);
    container.timers.run(1000);
    main.handle.signal(signal, 'runtime');
    container.timers.run(1000);
    expect(main.status).toBeUndefined();
  });

  test('PID 1 cannot be killed from inside, and can from outside', () => {
    const container = new TestContainer();
    const main = container.start(['sleep', '100']);
    const inside = container.start(['sh', '-c', 'kill -9 1; echo $?']);
    container.timers.run(1000);
    expect(inside.stdout).toBe('0\n');
    expect(main.status).toBeUndefined();
    main.handle.signal('KILL', 'runtime');
    container.timers.run(1);
    expect(main.status).toEqual({ code: 137, signal: 'KILL' });
  });

  test('other processes are ended when PID 1 ends, and none can be started afterwards', () => {
    const container = new TestContainer();
    container.start(['sleep', '5']);
    const other = container.start(['sh', '-c', 'sleep 100; echo never']);
    container.timers.run(6000);
    expect(other).toMatchObject({ stdout: '', status: { code: 137, signal: 'KILL' } });
    expect(() => container.start(['true'])).toThrow('cannot exec in a stopped container');
  });

  test('an orphan belongs to PID 1, which reaps it', () => {
    const container = new TestContainer();
    container.start(['sh', '-c', 'while true; do sleep 1; done']);
    const inside = container.start([
      'sh',
      '-c',
      'sh -c "sleep 2 & echo started"; ps -o ppid,comm | grep sleep | tail -1',
    ]);
    container.timers.run(500);
    expect(inside.stdout).toBe('started\n    1 sleep\n');
    container.timers.run(5000);
    const later = container.start(['sh', '-c', 'ps -o comm | grep -c sleep']);
    container.timers.run(100);
    expect(later.stdout).toBe('1\n');
  });

  test('a stopped process goes on after CONT', () => {
    const result = runScript(
      'sh -c "sleep 1; echo done" & kill -STOP $!; sleep 5; echo still; kill -CONT $!; wait; echo end',
    );
    expect(result.stdout).toBe('still\ndone\nend\n');
  });

  test('a writer without a reader is ended by SIGPIPE', () => {
    expect(runScript('sh -c "yes; echo \\$? >&2" | head -1')).toMatchObject({ stdout: 'y\n', stderr: '141\n' });
  });
});
