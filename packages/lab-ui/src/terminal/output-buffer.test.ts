import { describe, expect, it } from 'vitest';
import { OutputBuffer, plainText } from './output-buffer.ts';

function written(...texts: string[]): OutputBuffer {
  const buffer = new OutputBuffer();
  for (const text of texts) buffer.write(text);
  return buffer;
}

const lines = (buffer: OutputBuffer) => buffer.view().blocks.flatMap((block) => block.lines);

describe('the words', () => {
  it.each<[string, string[], string]>([
    ['come as lines', ['one\ntwo\n'], 'one\ntwo'],
    ['come in parts', ['on', 'e\nt', 'wo'], 'one\ntwo'],
    ['are written over after a carriage return', ['10 %\r100 %'], '100 %'],
    ['keep what is not written over', ['abcdef\rXY'], 'XYcdef'],
    ['survive the line ends of a terminal', ['one\r\ntwo\r\n'], 'one\ntwo'],
    ['lose what is taken back', ['abc\b \b'], 'ab '],
    ['stand at tab stops', ['a\tb'], 'a       b'],
    ['lose their colours', ['\u001b[1;32mok\u001b[0m'], 'ok'],
    ['lose escapes that come in parts', ['a\u001b[3', '1mb'], 'ab'],
    ['lose the title of a window', ['\u001b]0;title\u0007text'], 'text'],
    ['lose a line that is cleared', ['loading\r\u001b[Kdone'], 'done'],
    ['go when the screen is cleared', ['one\ntwo\n\u001b[H\u001b[Jthree'], 'three'],
    ['stay when only what is below is cleared', ['one\n\u001b[Jtwo'], 'one\ntwo'],
    ['hold characters of two units together', ['\u{1F9E9}\rX'], 'X'],
  ])('%s', (_, texts, plain) => {
    expect(plainText(written(...texts).view())).toBe(plain);
  });
});

describe('the look', () => {
  it.each<[string, string, [string, string][]]>([
    [
      'a colour ends with a reset',
      '\u001b[31mred\u001b[0m plain',
      [
        ['red', 'red'],
        [' plain', ''],
      ],
    ],
    [
      'an empty reset',
      '\u001b[31mred\u001b[m.',
      [
        ['red', 'red'],
        ['.', ''],
      ],
    ],
    ['a bright colour is the colour', '\u001b[92mok', [['ok', 'green']]],
    ['attributes add up', '\u001b[1m\u001b[33mwarn', [['warn', 'bold yellow']]],
    ['a new colour takes the place of the old one', '\u001b[31;34mx', [['x', 'blue']]],
    ['256 colours are left out, with their numbers', '\u001b[38;5;1mx\u001b[38;2;1;4;31my', [['xy', '']]],
    [
      'not bold any more',
      '\u001b[1ma\u001b[22mb',
      [
        ['a', 'bold'],
        ['b', ''],
      ],
    ],
  ])('%s', (_, text, spans) => {
    expect(lines(written(text))[0]?.map(({ text: part, style }) => [part, style])).toEqual(spans);
  });

  it('tells errors and notices apart', () => {
    const buffer = new OutputBuffer();
    buffer.write('e', 'stderr');
    buffer.write('n', 'notice');
    expect(lines(buffer)[0]?.map(({ style }) => style)).toEqual(['stderr', 'notice']);
  });
});

it('gives the same object until something is written, and keeps full blocks', () => {
  const buffer = written('x\n'.repeat(120));
  const before = buffer.view();
  expect(buffer.view()).toBe(before);
  buffer.write('y\n');
  expect(buffer.view().blocks[0]).toBe(before.blocks[0]);
  expect(buffer.view().blocks[2]).not.toBe(before.blocks[2]);
});

it('drops the oldest lines when there are too many, and says how many', () => {
  const buffer = written(Array.from({ length: 6000 }, (_, index) => `line ${index}\n`).join(''));
  const { dropped, blocks } = buffer.view();
  expect(dropped).toBe(1000);
  expect(plainText({ blocks, dropped }).split('\n')[0]).toBe('line 1000');
});

it('says what is printed of the last line, for a prompt', () => {
  expect(written('done\nName: ').lastLine).toBe('Name: ');
});
