import { describe, expect, it } from 'vitest';
import { type Command, CommandError, runCommand } from './command.ts';
import { formatCommandLine } from './command-line.ts';

const node = (script: string, more: Partial<Command> = {}): Command => ({
  argv: [process.execPath, '-e', script],
  ...more,
});
const { signal } = new AbortController();

async function failureOf(command: Command, options = { signal }): Promise<CommandError> {
  const error = await runCommand(command, options).catch((e: unknown) => e);
  expect(error).toBeInstanceOf(CommandError);
  return error as CommandError;
}

describe('runCommand', () => {
  it('gives what a program printed, fed with standard input', async () => {
    const result = await runCommand(node('process.stdin.pipe(process.stdout)', { stdin: 'a\nb' }), { signal });
    expect(result).toMatchObject({ exitCode: 0, stdout: 'a\nb', stderr: '', isCanceled: false, timedOut: false });
  });

  it('tells lines of the error stream as they come, and keeps them', async () => {
    const lines: string[] = [];
    const script = 'console.error("one"); console.error("two")';
    const result = await runCommand(node(script, { onProgressLine: (line) => lines.push(line) }), { signal });
    expect([lines, result.stderr]).toEqual([['one', 'two'], 'one\ntwo']);
  });

  it('fails with what the program said, and a line to paste', async () => {
    const error = await failureOf(node('console.error("no disk"); process.exit(3)'));
    expect(error.result).toMatchObject({ exitCode: 3, stderr: 'no disk', isCanceled: false, notFound: false });
    expect(error).toMatchObject({
      code: 'COMMAND_FAILED',
      message: expect.stringMatching(/failed with exit code 3:\nno disk$/),
    });
    expect(error.result.commandLine).toMatch(/ -e '.*'$/);
  });

  it('tells a missing program from a failed one', async () => {
    const error = await failureOf({ argv: ['no-such-program-of-podlab'] });
    expect(error.result).toMatchObject({ notFound: true, exitCode: undefined });
    expect(error.message).toBe('`no-such-program-of-podlab` is not installed, or not on PATH');
  });

  it('ends a program that takes too long', async () => {
    const error = await failureOf(node('setInterval(() => {}, 1000)', { timeoutMs: 50 }));
    expect(error.result).toMatchObject({ timedOut: true, isCanceled: false });
  });

  it.runIf(process.platform !== 'win32')('ends what a cancelled program has started, too', async () => {
    const abort = new AbortController();
    const lines: string[] = [];
    const script = `
      const child = require('node:child_process').spawn('sleep', ['1000']);
      console.error(child.pid);
      setInterval(() => {}, 1000);`;
    const command = node(script, {
      onProgressLine: (line) => {
        lines.push(line);
        abort.abort();
      },
    });
    const error = await failureOf(command, { signal: abort.signal });
    expect(error.result).toMatchObject({ isCanceled: true, timedOut: false });
    const grandchild = Number(lines[0]);
    // Whoever adopts it may take a while to notice its end.
    await expect.poll(() => isAlive(grandchild), { timeout: 10_000 }).toBe(false);
  });
});

describe('formatCommandLine', () => {
  it.each([
    [['kind', 'get', 'clusters'], undefined, 'kind get clusters'],
    [['echo', "it's", '', 'a b', '$HOME'], undefined, String.raw`echo 'it'\''s' '' 'a b' '$HOME'`],
    [['cat', '-'], 'one\ntwo\n', "cat - <<'EOF'\none\ntwo\nEOF"],
    [['cat', '-'], 'one', "cat - <<'EOF'\none\nEOF"],
  ])('%j with stdin %j', (argv, stdin, line) => {
    expect(formatCommandLine({ argv, ...(stdin !== undefined && { stdin }) })).toBe(line);
  });
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
