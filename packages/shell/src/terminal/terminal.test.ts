import { describe, expect, test } from 'vitest';
import { bytesOf } from '../files/bytes.ts';
import type { HostInput } from '../ports.ts';
import { type Running, TestContainer } from '../testing/container-run.ts';

function openShell(argv: readonly string[] = ['sh']): {
  container: TestContainer;
  type: (keys: string) => string;
  shell: Running;
} {
  const container = new TestContainer();
  const stdin: HostInput = container.kernel.createInput();
  container.start(['sleep', '1000']);
  const shell = container.start(argv, { stdin, terminal: { columns: 80, rows: 24 } });
  container.timers.run(10);
  let seen = 0;
  const type = (keys: string) => {
    stdin.write(bytesOf(keys));
    container.timers.run(100);
    const shown = shell.stdout.slice(seen);
    seen = shell.stdout.length;
    return shown;
  };
  type('');
  return { container, type, shell };
}

describe('an interactive shell', () => {
  test('shows a prompt, echoes what is typed and runs it', () => {
    const { shell, type } = openShell();
    expect(shell.stdout).toBe('/ # ');
    expect(type('echo hi\r')).toBe('echo hi\r\nhi\r\n/ # ');
    expect(type('cd /tmp\r')).toBe('cd /tmp\r\n/tmp # ');
  });

  test('goes on after errors, and asks for the rest of a command', () => {
    const { type } = openShell();
    expect(type('nosuch\r')).toBe('nosuch\r\nsh: nosuch: not found\r\n/ # ');
    expect(type('echo )\r')).toBe('echo )\r\nsh: syntax error: unexpected ")"\r\n/ # ');
    expect(type('for i in 1 2\r')).toContain('\r\n> ');
    expect(type('do echo $i; done\r')).toBe('do echo $i; done\r\n1\r\n2\r\n/ # ');
  });

  test('edits the line and recalls earlier ones', () => {
    const { type } = openShell();
    expect(type('echo ac\x1b[Db\r')).toContain('\r\nabc\r\n');
    expect(type('echo xyz\x7f\x7f\r')).toContain('\r\nx\r\n');
    expect(type('\x1b[A\x1b[A\r')).toContain('\r\nabc\r\n');
    expect(type('nonsense\x15echo clear\r')).toContain('\r\nclear\r\n');
  });

  test('^C ends the foreground command, not the shell; ^D at the prompt ends it', () => {
    const { type, shell } = openShell();
    type('sleep 100\r');
    expect(type('\x03')).toBe('^C\r\n/ # ');
    expect(type('echo $?\r')).toContain('130');
    expect(type('abc\x03')).toBe('abc^C\r\n\r\n/ # ');
    type('\x04');
    expect(shell.status).toEqual({ code: 130 });
  });

  test('^Z stops a job, fg brings it back', () => {
    const { type } = openShell();
    type('sleep 0.3\r');
    expect(type('\x1a')).toContain('[1]+  Stopped                    sleep 0.3\r\n');
    expect(type('jobs\r')).toContain('Stopped');
    expect(type('fg; echo back\r') + type('') + type('')).toContain('sleep 0.3\r\nback\r\n');
  });
});

/** What busybox 1.37 writes to a terminal of 80 columns, through `kubectl exec -it`. */
describe('the line editor', () => {
  test('completes a file, a folder and a command with Tab', () => {
    const { type } = openShell();
    type('touch /tmp/passwd; mkdir /tmp/folder\r');
    expect(type('cat /tmp/pas\t')).toBe('cat /tmp/pas\r/ # cat /tmp/passwd \x1b[J');
    type('\x03');
    expect(type('cd /tmp/f\t\r')).toBe('cd /tmp/f\r/ # cd /tmp/folder/\x1b[J\r\n/tmp/folder # ');
    expect(type('ech\t')).toBe('ech\r/tmp/folder # echo \x1b[J');
  });

  test('beeps where there is more than one way to go on, and shows them at the second Tab', () => {
    const { type } = openShell();
    type('mkdir /tmp/t; cd /tmp/t; touch abc abd; mkdir abe\r');
    expect(type('ls a\t')).toBe('ls a\r/tmp/t # ls ab\x1b[J');
    expect(type('\t')).toBe('\x07');
    expect(type('\t')).toBe('\r\nabc   abd   abe/\r\n\r/tmp/t # ls ab\x1b[J');
  });

  test('draws the line anew when it recalls one, and goes back by more than four in one step', () => {
    const { type } = openShell();
    type('echo two\r');
    expect(type('\x1b[A')).toBe('\r/ # echo two\x1b[J');
    expect(type('\x01')).toBe('\x1b[8D');
    expect(type('\x15')).toBe('');
    expect(type('\x1b[C\x15')).toBe('e\r/ # cho two\x1b[J\x1b[7D');
    expect(type('e\r')).toContain('\r\ntwo\r\n/ # ');
    expect(type('history\r')).toBe('history\r\n   0 echo two\r\n   1 history\r\n/ # ');
  });

  test('runs the trap of ^C at the prompt, and shows nothing of what read -s reads', () => {
    const { type } = openShell();
    type('trap "echo INT" INT\r');
    expect(type('\x03')).toBe('^C\r\nINT\r\n/ # ');
    type('read -s p\r');
    expect(type('secret\r')).toBe('/ # ');
    expect(type('echo $p\r')).toContain('\r\nsecret\r\n');
  });
});

/** As busybox 1.37 tells in a Pod of a cluster of 1.36.3, through `kubectl exec -it`. */
describe('an interactive shell tells of jobs that have ended', () => {
  test.each([
    ['( sleep 0.1 ) &', 'Done                       (sleep 0.1)'],
    ['sleep 0.1 &', 'Done                       sleep 0.1'],
    ['sleep 0.1 | cat &', 'Done                       sleep 0.1 | cat'],
    ['{ sleep 0.1; false; } &', 'Done(1)                    sleep 0.1; false'],
    ['sleep 0.1 && true &', 'Done                       sleep 0.1 && true'],
    ['( exit 3 ) &', 'Done(3)                    (exit 3)'],
    ['while true; do sleep 0.1; break; done &', 'Done                       while true; do sleep 0.1; break; done'],
    ['sleep 0.1 2>&1 >/dev/null &', 'Done                       sleep 0.1 2>&1 1>/dev/null'],
    ['sleep 0.1 < /dev/null >> /tmp/x &', 'Done                       sleep 0.1 0</dev/null 1>>/tmp/x'],
    ['f() { sleep 0.1; }; f x &', 'Done                       f x'],
    ['X=1 sleep 0.1 &', 'Done                       sleep 0.1'],
    ['if true; then sleep 0.1; fi &', 'Done                       if true; then sleep 0.1; fi'],
    ['for i in 1 2; do sleep 0.1; done &', 'Done                       for i in 1 2; do sleep 0.1; done'],
    [`( : "a b" 'c' $HOME ) &`, 'Done                       (: "a b" "c" ${HOME})'],
    ['case a in a) sleep 0.1;; esac &', 'Done                       case a in a) sleep 0.1;; esac'],
    ['! sleep 0.1 &', 'Done(1)                    !sleep 0.1'],
  ])('%s', (command, told) => {
    const { type } = openShell();
    expect(type(`${command}\r`)).toBe(`${command}\r\n/ # `);
    type('');
    type('');
    expect(type('\r')).toBe(`\r\n[1]+  ${told}\r\n/ # `);
  });

  test('and lists those that run, the newest first', () => {
    const { type } = openShell();
    type('sleep 30 & sleep 31 &\r');
    expect(type('jobs\r')).toBe(
      'jobs\r\n[2]+  Running                    sleep 31\r\n[1]-  Running                    sleep 30\r\n/ # ',
    );
    expect(type('kill %1\r')).toBe('kill %1\r\n[1]-  Terminated                 sleep 30\r\n/ # ');
  });
});

describe('a terminal', () => {
  test('hands over lines, which can be edited before', () => {
    const { type } = openShell(['cat']);
    expect(type('ab')).toBe('ab');
    expect(type('\x7fc\n')).toBe('\b \bc\r\nac\r\n');
    expect(type('x\x15y\n')).toBe('x\b \by\r\ny\r\n');
  });

  test('^D at the start of a line is the end of the input', () => {
    const { type, shell } = openShell(['cat']);
    type('\x04');
    expect(shell.status).toEqual({ code: 0 });
  });

  test('a new size is told to the foreground process', () => {
    const { container, type, shell } = openShell([
      'sh',
      '-c',
      `trap 'echo resized' WINCH; echo ready; while :; do sleep 0.05; done`,
    ]);
    shell.handle.resizeTerminal({ columns: 100, rows: 40 });
    container.timers.run(100);
    expect(type('')).toContain('resized');
  });
});

describe('keys that move over words', () => {
  test.each([
    ['echo one two', '\x1bb\x1bbX', 'Xone two'],
    ['echo one two', '\x01\x1bf\x1bf\x1bdX', 'oneX'],
    ['echo one.two', '\x1b\x7fX', 'one.X'],
    ['echo one.two', '\x17X', 'X'],
    ['echo one two', '\x1b[1;5D\x1b[1;5D\x1b[1;5CX', 'oneX two'],
    ['echo abc', '\x02\x02\x04X', 'aXc'],
  ])('%s, then %j, prints %s', (line, keys, printed) => {
    const { type } = openShell();
    expect(type(`${line}${keys}\r`).split('\r\n').at(-2)).toBe(printed);
  });
});

describe('pages', () => {
  const page = (from: number, to: number) =>
    Array.from({ length: to - from + 1 }, (_value, index) => `${from + index}\r\n`).join('');

  test('more shows a screen, a line, the rest', () => {
    const { type } = openShell();
    expect(type('seq 100 > /tmp/f; more /tmp/f\r')).toContain(`${page(1, 23)}--More-- (30% of 292 bytes)`);
    expect(type('\r')).toBe(`\r${' '.repeat(27)}\r24\r\n--More-- (32% of 292 bytes)`);
    expect(type(' ')).toContain(`${page(25, 47)}--More-- (66% of 292 bytes)`);
    expect(type('h')).toContain('(Enter:next line Space:next page Q:quit R:show the rest)');
    expect(type('r')).toContain(`${page(48, 100)}/ # `);
    type('seq 50 | more\r');
    expect(type('q')).toBe('\r         \r/ # ');
  });

  test('less goes forth and back, searches, and leaves the terminal as it was', () => {
    const { type } = openShell();
    const first = (text: string) => /\[K(?:\x1b\[7m)?(\w+)/.exec(text)?.[1];
    const status = (text: string) => text.slice(text.lastIndexOf('\x1b[24;0H\x1b[K') + 10);
    expect(status(type('seq 100 > /tmp/f; less /tmp/f\r'))).toBe('\x1b[7m/tmp/f\x1b[m');
    expect(first(type('j'))).toBe('2');
    expect(first(type(' '))).toBe('25');
    expect(first(type('b'))).toBe('2');
    const end = type('G');
    expect([first(end), status(end)]).toEqual(['80', '\x1b[7m(END)\x1b[m']);
    expect(type('g/50\r')).toContain('\x1b[7m50\x1b[m\r\n\x1b[K51');
    expect(status(type('/nothing\r'))).toBe('\x1b[7mNo matches found\x1b[m');
    expect(first(type('30g'))).toBe('30');
    expect(type('q')).toBe('\x1b[24;0H\x1b[K/ # ');
    expect(type('seq 30 | less\r')).toContain('\x1b[7mstandard input\x1b[m');
    expect(type('qecho on\r')).toContain('on\r\n/ # ');
  });
});

test('^C ends a loop, not only the program that runs in it', () => {
  const { type } = openShell();
  type('while true; do sleep 1; done\r');
  expect(type('\x03')).toBe('^C\r\n/ # ');
  type('trap "echo trapped" INT; sleep 5\r');
  expect(type('\x03')).toBe('^Ctrapped\r\n/ # ');
});

test('a line typed after stty -echo is not shown', () => {
  const { type } = openShell();
  type('stty -echo\r');
  expect(type('echo hidden\r')).toBe('hidden\r\n/ # ');
  expect(type('stty echo\r')).toBe('/ # ');
  expect(type('echo seen\r')).toBe('echo seen\r\nseen\r\n/ # ');
});

test('edits lines longer than a row as busybox draws them', () => {
  const { type } = openShell();
  const long = `echo ${'a'.repeat(90)}`;
  expect(type(long)).toBe(`${long.slice(0, 76)}\r\r\n${long.slice(76)}`);
  expect(type('\x01')).toBe('\r\x1b[1A\x1b[4C');
  expect(type('\x05b')).toBe(`${long.slice(0, 76)}\r\r\n${long.slice(76)}b`);
  expect(type('\x15')).toBe('\x1b[1A\r/ # \x1b[J');
});

test('does not end at the first exit while jobs are stopped', () => {
  const { type, shell } = openShell();
  type('sleep 20\r');
  type('\x1a');
  expect(type('exit\r')).toBe('exit\r\nYou have stopped jobs.\r\n/ # ');
  expect(shell.status).toBeUndefined();
  type('exit\r');
  expect(shell.status).toEqual({ code: 0 });
});

test('read -n takes keys as they come; ^C leaves it on a new line', () => {
  const { type } = openShell();
  type('read -n 3 k\r');
  expect(type('abc')).toBe('abc/ # ');
  expect(type('echo $k\r')).toBe('echo $k\r\nabc\r\n/ # ');
  type('read x\r');
  expect(type('\x03')).toBe('^C\r\n/ # ');
  expect(type('echo $?\r')).toContain('130');
});

test('top shows the busiest again and again until q or ^C', () => {
  const { type, container } = openShell();
  const shown = type('top\r');
  expect(shown).toContain('\x1b[H\x1b[JMem: ');
  expect(shown).toContain('\x1b[7m  PID  PPID USER     STAT   VSZ %VSZ %CPU COMMAND\x1b[m\r\n');
  const pids = (screen: string) => [...screen.matchAll(/^ *(\d+) +\d+ root/gm)].map((match) => Number(match[1]));
  const descending = pids(type('N'));
  expect(descending).toEqual(descending.toSorted((a, b) => b - a));
  expect(pids(type('R'))).toEqual(descending.toReversed());
  expect(type('')).toBe('');
  container.timers.run(5000);
  expect(type('')).toContain('\x1b[H\x1b[JMem: ');
  expect(type('q')).toBe('\r\n/ # ');
  type('top\r');
  expect(type('\x03')).toBe('\r\n/ # ');
  expect(type('echo $?\r')).toBe('echo $?\r\n0\r\n/ # ');
});
