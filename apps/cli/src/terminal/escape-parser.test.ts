import { describe, expect, it } from 'vitest';
import { createEscapeParser } from './escape-parser.ts';

const sample =
  'a\u001b[1;31mred\u001b[0m\u001b]0;title\u0007b\u001b(B\u001b7\u001bP+q544e\u001b\\c\u001b[?1049h\u001b[!p→\r\n';

describe('the escape parser', () => {
  it('cuts output into pieces', () => {
    expect(
      createEscapeParser()
        .feed('x\u001b[?1;2$py\u001bcz')
        .map(({ type, text }) => `${type} ${JSON.stringify(text)}`),
    ).toEqual(['text "x"', 'csi "\\u001b[?1;2$p"', 'text "y"', 'escape "\\u001bc"', 'text "z"']);
  });

  it('gives the same pieces wherever the stream is cut, and loses nothing', () => {
    const whole = createEscapeParser()
      .feed(sample)
      .filter(({ type }) => type !== 'text');
    for (let cut = 0; cut <= sample.length; cut += 1) {
      const parser = createEscapeParser();
      const tokens = [...parser.feed(sample.slice(0, cut)), ...parser.feed(sample.slice(cut))];
      expect(tokens.map(({ text }) => text).join('')).toBe(sample);
      expect(tokens.filter(({ type }) => type !== 'text')).toEqual(whole);
    }
  });

  it.each([['\u001b['], ['\u001b[12;'], ['\u001b'], ['\u001b('], ['\u001b]0;half a title']])(
    'waits for the rest of %j',
    (start) => {
      const parser = createEscapeParser();
      expect(parser.feed(start)).toEqual([]);
      expect(parser.pending).toBe(start);
    },
  );
});
