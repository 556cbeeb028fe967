import { describe, expect, test } from 'vitest';
import { bytesOf, textOf } from '../../../files/bytes.ts';
import type { Running } from '../../../testing/container-run.ts';
import { TestContainer } from '../../../testing/container-run.ts';

interface Session {
  readonly running: Running;
  /** Types keys. @returns what the screen was sent */
  readonly type: (keys: string) => string;
  readonly file: () => string;
}

function open(content: string | undefined, argv: readonly string[] = ['vi', '/tmp/f']): Session {
  const container = new TestContainer();
  if (content !== undefined) container.space.files.writeFile('/tmp/f', content);
  const stdin = container.kernel.createInput();
  container.start(['sleep', '1000']);
  const running = container.start(argv, { stdin, terminal: { columns: 40, rows: 6 } });
  container.timers.run(10);
  let seen = 0;
  const type = (keys: string) => {
    stdin.write(bytesOf(keys));
    container.timers.run(100);
    const shown = running.stdout.slice(seen);
    seen = running.stdout.length;
    return shown;
  };
  return { running, type, file: () => textOf(container.space.files.readFile('/tmp/f') ?? new Uint8Array(0)) };
}

describe('vi on a terminal', () => {
  test('shows the file, what is known of it, and leaves the screen as it was', () => {
    const { type, running } = open('a\nb\n');
    expect(type('')).toBe(
      '\x1b[?1049h\x1b[H\x1b[J\x1b[1;1Ha\x1b[K\x1b[2;1Hb\x1b[K\x1b[3;1H~\x1b[K\x1b[4;1H~\x1b[K\x1b[5;1H~\x1b[K' +
        '\x1b[6;1H\x1b[K- /tmp/f 1/2 50%\x1b[1;1H',
    );
    expect(type('j')).toBe('\x1b[6;1H\x1b[K- /tmp/f 2/2 100%\x1b[2;1H');
    expect(type(':q\r')).toContain('\x1b[?1049l');
    expect(running.status).toEqual({ code: 0 });
  });

  test.each([
    ['inserts', 'ihello \x1b:wq\r', 'hello one two\nthree\n'],
    ['opens a line below', 'onew\x1b:wq\r', 'one two\nnew\nthree\n'],
    ['deletes a word, and again', 'dw.:wq\r', '\nthree\n'],
    ['puts a deleted line back', 'ddp:wq\r', 'three\none two\n'],
    ['takes a change back', 'ddu:wq\r', 'one two\nthree\n'],
    ['finds', '/tw\rx:wq\r', 'one wo\nthree\n'],
    ['substitutes', ':%s/e/E/g\r:wq\r', 'onE two\nthrEE\n'],
    ['writes with ZZ', 'xZZ', 'ne two\nthree\n'],
    ['does not write with :q!', 'x:q!\r', 'one two\nthree\n'],
    ['moves with arrows', '\x1b[C\x1b[Bx:wq\r', 'one two\ntree\n'],
  ])('%s', (_name, keys, content) => {
    const { type, running, file } = open('one two\nthree\n');
    type(keys);
    expect(file()).toBe(content);
    expect(running.status).toEqual({ code: 0 });
  });

  test('says how much was taken and put; the cursor goes to what was undone', () => {
    const { type } = open('one two\nthree\n');
    expect(type('dd')).toContain('Delete 1 lines (8 chars) from [D]');
    expect(type('p')).toContain('Put 1 lines (8 chars) from [D]');
    expect(type('u')).toContain('- /tmp/f [Modified] 1/1 100%');
    expect(type('yw')).toContain('Yank 0 lines (5 chars) from [D]');
    expect(type(':s/e/E/g\r')).toContain('2 substitutions on 1 lines');
    expect(type(':set number\r')).toContain('bad option: number');
  });

  test('makes a file, and says how large it is', () => {
    const { type, file } = open(undefined);
    type('ihi\x1b');
    expect(type(':w\r')).toContain("'/tmp/f' 1L, 3C");
    expect(file()).toBe('hi\n');
  });

  test('does not leave changes behind without a word', () => {
    const { type, running } = open('a\n');
    expect(type('x:q\r')).toContain('No write since last change (:q! overrides)');
    expect(running.status).toBeUndefined();
    expect(type(':foo\r')).toContain("':foo' is not implemented");
  });

  test('scrolls to where the cursor is', () => {
    const { type } = open(Array.from({ length: 20 }, (_line, index) => `line ${index + 1}\n`).join(''));
    expect(type('G')).toContain('line 20');
    expect(type('gg')).toContain('line 1\x1b[K');
  });

  test('runs a command of the shell and comes back', () => {
    const { type, running } = open('a\n');
    expect(type(':!echo out\r')).toContain('out\r\n');
    expect(type('\r')).toContain('- /tmp/f 1/1 100%');
    expect(running.status).toBeUndefined();
  });
});
