import { describe, expect, it } from 'vitest';
import { excerpt } from './excerpt.ts';

const text = (words: string[], of: string, length?: number) =>
  excerpt(of, words, length)
    .map((piece) => (piece.hit ? `[${piece.text}]` : piece.text))
    .join('');

describe('excerpt', () => {
  it('marks whole words that begin with what was typed', () => {
    expect(text(['restart'], 'A container restarts; a Pod does not restart.')).toBe(
      'A container [restarts]; a Pod does not [restart].',
    );
  });
  it('cuts at spaces around the first hit and says that there is more', () => {
    const long = `${'before '.repeat(40)}the kubelet acts ${'after '.repeat(40)}`.trim();
    const found = text(['kubelet'], long, 60);
    expect(found).toMatch(/^… (before )+the \[kubelet\] acts after( after)* …$/);
    expect(found.length).toBeLessThan(75);
  });
  it('takes what was typed as it is, not as a pattern', () => {
    expect(text(['a.b'], 'aXb a.b')).toBe('aXb [a.b]');
  });
  it('gives the beginning where nothing matches', () => {
    expect(text(['zzz'], 'one two three', 8)).toBe('one two …');
  });
});
