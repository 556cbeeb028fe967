import { describe, expect, it } from 'vitest';
import { hostProgram, type HostCall } from '../process/host-program.ts';
import { toUnicode } from '../files/bytes.ts';
import { TestContainer } from '../testing/container-run.ts';
import { createLineShell, type LineShellReady } from './line-shell.ts';

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

/** A shell that lines are given to, with host programs beside busybox. */
function open(programs: Record<string, (call: HostCall) => Promise<number>> = {}) {
  const container = new TestContainer();
  const { space, timers } = container;
  let ready: LineShellReady | undefined;
  const shell = createLineShell({
    find: (name) => (programs[name] ? hostProgram(name, programs[name]) : undefined),
    onReady: (next) => (ready = next),
  });
  space.files.addProgram('/bin/shell', shell.program);
  const running = container.start(['/bin/shell'], {
    env: { PATH: '/bin:/usr/bin', HOME: '/root' },
    workingDirectory: '/root',
  });
  const settle = async (ms = 50) => {
    for (let step = 0; step < ms / 10; step += 1) {
      timers.run(10);
      await turn();
    }
  };
  return {
    shell,
    running,
    space,
    settle,
    ready: () => ready,
    /** Gives a line and waits until the shell is ready again. @returns what it printed */
    async run(line: string, ms = 50) {
      const before = running.stdout.length;
      ready = undefined;
      shell.give(line);
      await settle(ms);
      return toUnicode(running.stdout.slice(before));
    },
  };
}

const sayHello = async ({ argv, stdout }: HostCall) => {
  for (const word of argv.slice(1)) {
    stdout(`hello ${word}\n`);
    await turn();
  }
  return 3;
};

/** Runs until it is aborted. */
const follow = (aborts: unknown[]) => (call: HostCall) =>
  new Promise<number>((_resolve, reject) => {
    call.stdout('following\n');
    call.signal.addEventListener('abort', () => {
      aborts.push(call.signal.reason);
      reject(call.signal.reason as Error);
    });
  });

describe('a shell that lines are given to', () => {
  it('keeps its variables, its folder and its status between lines, and says its prompt', async () => {
    const { run, ready, settle } = open();
    await settle();
    expect(ready()).toEqual({ status: 0, prompt: '~ # ', isContinued: false });
    await run('x=4; cd /tmp; false');
    expect(ready()).toEqual({ status: 1, prompt: '/tmp # ', isContinued: false });
    expect(await run('echo $x in $PWD')).toBe('4 in /tmp\n');
  });

  it('knows the lines of before, one that was given twice once', async () => {
    const { run } = open();
    for (const line of ['echo a', 'echo b', 'echo b', '']) await run(line);
    expect(await run('history')).toBe('   0 echo a\n   1 echo b\n   2 history\n');
  });

  it('goes on over lines until a construct is whole', async () => {
    const { run, ready } = open();
    expect(await run('for i in 1 2; do')).toBe('');
    expect(ready()).toMatchObject({ isContinued: true, prompt: '> ' });
    expect(await run('echo $i; done')).toBe('1\n2\n');
  });

  it('has ^C end a loop of builtins, and lines that were begun', async () => {
    const { shell, run, ready, settle } = open();
    await settle();
    await run('while true; do :; done');
    expect(ready()).toBeUndefined();
    shell.interrupt();
    await settle();
    expect(ready()).toMatchObject({ status: 130, isContinued: false });
    await run('echo "a');
    shell.interrupt();
    await settle();
    expect(ready()).toMatchObject({ status: 130, isContinued: false });
    expect(await run('echo b')).toBe('b\n');
  });

  it('gives each line an input of its own', async () => {
    const { shell, run, running, settle } = open();
    await run('cat | tr a-z A-Z');
    shell.type('typed\n');
    await settle();
    shell.type(undefined);
    await settle();
    expect(running.stdout).toBe('TYPED\n');
    expect(await run('read x; echo "got $x"')).toBe('');
    shell.type('it\n');
    await settle();
    expect(running.stdout).toContain('got it\n');
  });

  it('runs jobs in the background that ^C does not touch', async () => {
    const { shell, run, running, settle } = open();
    await run('(sleep 1; echo late) &');
    shell.interrupt();
    await settle(2_000);
    expect(running.stdout).toBe('late\n');
  });
});

describe('a program of the host', () => {
  it('streams through pipes and redirections, with its exit code', async () => {
    const { run, ready } = open({ hello: sayHello });
    expect(await run('hello a ä | sed s/hello/bye/')).toBe('bye a\nbye ä\n');
    expect(await run('hello x > f; echo $?; cat f')).toBe('3\nhello x\n');
    await run('hello');
    expect(ready()?.status).toBe(3);
  });

  it('is aborted when its process ends: by ^C, and when nobody reads it', async () => {
    const aborts: unknown[] = [];
    const endless = async (call: HostCall) => {
      while (!call.signal.aborted) {
        call.stdout('y\n');
        await turn();
      }
      aborts.push(call.signal.reason);
      throw call.signal.reason as Error;
    };
    const { shell, run, ready, settle } = open({ follow: follow(aborts), endless });
    expect(await run('follow')).toBe('following\n');
    shell.interrupt();
    await settle();
    expect([ready()?.status, aborts.length]).toEqual([130, 1]);
    expect(await run('endless | head -n 2', 100)).toBe('y\ny\n');
    expect(aborts.length).toBe(2);
  });

  it('reads its input only when it asks for it, and files by their paths', async () => {
    const shout = async ({ stdin, stdout, readFile, listFiles }: HostCall) => {
      let text = '';
      for await (const chunk of stdin) text += new TextDecoder().decode(chunk);
      stdout(
        `${text.toUpperCase()}${readFile('note') ?? 'none'}${String(listFiles('.'))} ${String(readFile('nope'))}\n`,
      );
      return 0;
    };
    const { run } = open({ shout });
    await run('echo ünder > note');
    expect(await run('echo hi | shout')).toBe('HI\nünder\n./note undefined\n');
  });

  it('says what its work could not do', async () => {
    const broken = () => Promise.reject(new Error('the disk is full'));
    const { run, running, ready } = open({ broken });
    await run('broken');
    expect([running.stderr, ready()?.status]).toEqual(['broken: the disk is full\n', 1]);
  });
});
