import { describe, expect, it } from 'vitest';
import { BodyStream } from './body-stream.ts';

function read(headers: readonly (readonly [string, string])[], parts: readonly string[]) {
  const stream = new BodyStream(headers);
  return { pieces: parts.map((part) => stream.push(part)), isWhole: stream.isWhole, isOpen: stream.isOpen };
}

describe('the body of a response', () => {
  const chunked = [['Transfer-Encoding', 'chunked']] as const;

  it('comes out of its chunks as they come, however they are cut', () => {
    const parts = ['3\r\nab', 'c\r', '\n2;x=y\r\nde\r\n', '0\r', '\n\r\n'];
    expect(read(chunked, parts)).toEqual({ pieces: ['ab', 'c', 'de', '', ''], isWhole: true, isOpen: false });
    expect(read(chunked, parts.slice(0, 3))).toMatchObject({ isWhole: false });
  });

  it('ends with its length, or with the connection', () => {
    const length = [['Content-Length', '3']] as const;
    expect(read(length, ['ab', 'cd'])).toEqual({ pieces: ['ab', 'c'], isWhole: true, isOpen: false });
    expect(read([['Content-Length', '0']], [])).toMatchObject({ isWhole: true });
    expect(read([], ['ab'])).toEqual({ pieces: ['ab'], isWhole: false, isOpen: true });
  });
});
