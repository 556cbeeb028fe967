import type { ProcessContext } from '../../process/context.ts';
import type { Coroutine } from '../../process/process.ts';
import { applet } from '../applet.ts';
import { copyFiles } from '../cat.ts';
import { readFile } from '../lines.ts';
import { parseOptions } from '../options.ts';
import { Keyboard } from './keyboard.ts';

const help = '(Enter:next line Space:next page Q:quit R:show the rest)';

/** Shows files a screen at a time; without a terminal it copies them. */
export const more = applet('more', function* (context, args) {
  const options = yield* parseOptions(context, args, 'deflsu');
  if (!options) return 1;
  const keyboard = context.isTerminal(1) ? Keyboard.open(context) : undefined;
  if (!keyboard) return yield* copyFiles(context, options.rest);
  try {
    for (const file of options.rest.length > 0 ? options.rest : ['-']) {
      const text = yield* readFile(context, file);
      if (text !== undefined && !(yield* show(context, keyboard, text, file === '-' ? 0 : text.length))) break;
    }
  } finally {
    keyboard.close();
  }
  return 0;
});

/** @param size of the file; 0 when it is not known @returns whether to go on with the next file */
function* show(context: ProcessContext, keyboard: Keyboard, text: string, size: number): Coroutine<boolean> {
  const { columns, rows } = context.terminal?.size ?? { columns: 80, rows: 24 };
  let key: string | undefined = '';
  let lines = 0;
  let column = 0;
  let asks = false;
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at] ?? '';
    const shown = char === '\t' ? ' '.repeat(8 - (column % 8)) : char;
    const wraps = char !== '\n' && column + shown.length > columns;
    if (wraps) {
      lines += 1;
      column = 0;
      asks ||= lines >= rows - 1 || key === '\n';
    }
    if (asks && key !== 'r') {
      key = yield* ask(context, keyboard, size === 0 ? undefined : { at: at + 1, size });
      if (key === undefined || key === 'q') return false;
      lines = 0;
      asks = false;
    }
    context.print(shown);
    column += shown.length;
    if (char !== '\n') continue;
    lines += 1;
    column = 0;
    asks = lines >= rows - 1 || key === '\n';
  }
  return true;
}

function* ask(
  context: ProcessContext,
  keyboard: Keyboard,
  place: { readonly at: number; readonly size: number } | undefined,
): Coroutine<string | undefined> {
  const hundredth = Math.max(1, Math.floor((place?.size ?? 0) / 100));
  const how = place ? `(${Math.floor(place.at / hundredth)}% of ${place.size} bytes)` : '';
  let prompt = `--More-- ${how}`;
  for (;;) {
    context.print(prompt);
    const key = (yield* keyboard.next())?.toLowerCase();
    context.print(key === '\x03' ? '\n' : `\r${' '.repeat(prompt.length)}\r`);
    if (key === undefined || key === '\x03' || key === 'q') {
      yield* context.flush();
      return undefined;
    }
    if (key === ' ' || key === '\n' || key === 'r') return key;
    prompt = help;
  }
}
