import { SystemError } from '../../../files/errno.ts';
import type { Coroutine } from '../../../process/process.ts';
import type { ViEditor } from './editor.ts';

/** The content of a file; undefined when there is none yet, or (told of) when it cannot be read. */
export function* readText(editor: ViEditor, file: string, mustExist: boolean): Coroutine<string | undefined> {
  const { context } = editor;
  try {
    const fd = context.files.open(file);
    const text = yield* context.readAll(fd);
    context.process.descriptors.close(fd);
    return text;
  } catch (error) {
    if (!(error instanceof SystemError)) throw error;
    if (error.code === 'EISDIR') editor.complain(`'${file}' is not a regular file`);
    else if (mustExist || error.code !== 'ENOENT') editor.complain(`'${file}' ${error.message}`);
    return undefined;
  }
}

/** Edits another file. */
export function* editFile(editor: ViEditor, file: string): Coroutine<boolean> {
  const text = yield* readText(editor, file, false);
  editor.buffer.load(text ?? '');
  editor.file = file;
  return text !== undefined;
}

/** Writes a text to a file. @returns whether it could be written */
export function* writeText(editor: ViEditor, file: string, text: string, append = false): Coroutine<boolean> {
  const { context } = editor;
  try {
    const fd = context.files.open(file, { write: true, create: true, truncate: !append, append });
    yield* context.write(fd, text);
    context.process.descriptors.close(fd);
  } catch (error) {
    if (!(error instanceof SystemError)) throw error;
    editor.complain(`'${file}' ${error.message}`);
    return false;
  }
  const lines = text === '' ? 0 : text.split('\n').length - 1;
  editor.message = `'${file}' ${lines}L, ${text.length}C`;
  return true;
}
