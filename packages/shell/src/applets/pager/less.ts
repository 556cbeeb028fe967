import { applet } from '../applet.ts';
import { copyFiles } from '../cat.ts';
import { readFile } from '../lines.ts';
import { parseOptions } from '../options.ts';
import { complainUsage } from '../usage.ts';
import { Keyboard } from './keyboard.ts';
import { LessScreen } from './less-screen.ts';

/** Shows files a screen at a time, forth and back, and searches in them; without a terminal it copies them. */
export const less = applet('less', function* (context, args) {
  const options = yield* parseOptions(context, args, 'EMmN~IFSRsX');
  if (!options) return 1;
  if (!context.isTerminal(1)) return yield* copyFiles(context, options.rest);
  if (options.rest.length === 0 && context.isTerminal(0)) return yield* complainUsage(context);
  const names = options.rest.length > 0 ? options.rest : ['-'];
  const texts: string[] = [];
  for (const name of names) {
    const text = yield* readFile(context, name, `can't open '${name}'`);
    if (text === undefined) return 1;
    texts.push(text);
  }
  const keyboard = Keyboard.open(context);
  if (!keyboard) return yield* copyFiles(context, options.rest);
  try {
    const screen = new LessScreen(context, { keyboard, names, texts, has: options.has });
    return yield* screen.run();
  } finally {
    keyboard.close();
  }
});
