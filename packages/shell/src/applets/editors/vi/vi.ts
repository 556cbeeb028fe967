import { applet } from '../../applet.ts';
import { parseOptions } from '../../options.ts';
import { runColon } from './colon.ts';
import { Commands } from './commands.ts';
import { ViEditor } from './editor.ts';
import { editFile } from './files.ts';
import { InputEnded } from './keyboard.ts';

/** The editor: -c COMMAND, -R, -H, FILE... Without a keyboard it reads commands from standard input. */
export const vi = applet('vi', function* (context, args) {
  const options = yield* parseOptions(
    context,
    args.map((argument) => (/^\+./.test(argument) ? `-c${argument.slice(1)}` : argument)),
    'c:HR',
  );
  if (!options) return 1;
  const editor = new ViEditor(context, options.has('R'));
  const { terminal } = context;
  const [file, ...others] = options.rest;
  editor.files = others;
  if (terminal) terminal.raw = true;
  yield* editor.screen.open();
  try {
    if (file !== undefined) yield* editFile(editor, file);
    for (const command of options.values('c')) yield* runColon(editor, command);
    const commands = new Commands(editor);
    while (!editor.isEnded) {
      yield* editor.draw();
      yield* commands.run();
    }
  } catch (error) {
    if (!(error instanceof InputEnded)) throw error;
    yield* context.complain("vi: can't read user input");
    return 1;
  } finally {
    if (terminal) terminal.raw = false;
  }
  yield* editor.screen.close();
  return 0;
});
