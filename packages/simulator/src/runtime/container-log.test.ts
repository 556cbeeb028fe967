import { describe, expect, it } from 'vitest';
import { ContainerLog } from './container-log.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const text = (content: Uint8Array) => new TextDecoder().decode(content);

function logOf(...lines: [timeMs: number, text: string][]): ContainerLog {
  const log = new ContainerLog();
  for (const [timeMs, line] of lines) log.append('stdout', bytes(line), timeMs);
  return log;
}

function collect(log: ContainerLog, options = {}) {
  const seen = { text: '', ended: false };
  const stop = log.follow(options).subscribe({
    write: (chunk) => (seen.text += text(chunk)),
    end: () => (seen.ended = true),
  });
  return { seen, stop };
}

describe('container log', () => {
  it.each([
    { about: 'everything', options: {}, expected: 'a\nb\nc\n' },
    { about: 'the last lines', options: { tailLines: 2 }, expected: 'b\nc\n' },
    { about: 'no line', options: { tailLines: 0 }, expected: '' },
    { about: 'lines since a time', options: { sinceMs: 2000 }, expected: 'b\nc\n' },
    { about: 'so many bytes', options: { limitBytes: 3 }, expected: 'a\nb' },
    { about: 'times', options: { tailLines: 1, timestamp: (ms: number) => `T${ms}` }, expected: 'T3000 c\n' },
  ])('reads $about', ({ options, expected }) => {
    expect(text(logOf([1000, 'a\n'], [2000, 'b\n'], [3000, 'c\n']).read(options))).toBe(expected);
  });

  it('shows a line when it is finished, or when the container has ended', () => {
    const log = logOf([1, 'half'], [2, ' and half\nrest']);
    expect(text(log.read())).toBe('half and half\n');
    log.close(3);
    expect(text(log.read())).toBe('half and half\nrest');
  });

  it('keeps lines of stdout and stderr apart', () => {
    const log = logOf([1, 'out']);
    log.append('stderr', bytes('err\n'), 2);
    log.append('stdout', bytes('put\n'), 3);
    expect(text(log.read())).toBe('err\noutput\n');
  });

  it('gives a follower what is there, then what comes, and ends with the container', () => {
    const log = logOf([1, 'old\n']);
    const { seen } = collect(log);
    log.append('stdout', bytes('new\nunfinished'), 2);
    expect(seen).toEqual({ text: 'old\nnew\n', ended: false });
    log.close(3);
    expect(seen).toEqual({ text: 'old\nnew\nunfinished', ended: true });
  });

  it('ends at once for a follower of a container that has ended, or whose bytes are used up', () => {
    const log = logOf([1, 'old\n']);
    const limited = collect(log, { limitBytes: 6 });
    log.append('stdout', bytes('new\n'), 2);
    expect(limited.seen).toEqual({ text: 'old\nne', ended: true });
    log.close(3);
    expect(collect(log).seen).toEqual({ text: 'old\nnew\n', ended: true });
  });

  it('leaves a follower alone that has gone', () => {
    const log = logOf([1, 'old\n']);
    const { seen, stop } = collect(log);
    stop();
    log.append('stdout', bytes('new\n'), 2);
    expect(seen).toEqual({ text: 'old\n', ended: false });
  });

  it('drops the oldest lines of a log that grows for ever, without a gap for followers', () => {
    const log = new ContainerLog();
    let followed = 0;
    log.follow({}).subscribe({ write: (chunk) => (followed += chunk.length), end: () => undefined });
    const line = bytes(`${'x'.repeat(1023)}\n`);
    for (let i = 0; i < 3000; i += 1) log.append('stdout', line, i);
    expect(log.sizeBytes()).toBeLessThanOrEqual(1_048_576);
    expect(log.read().length).toBe(log.sizeBytes());
    expect(followed).toBe(3000 * 1024);
  });
});
