import type { Coroutine } from '../../../process/process.ts';
import { compileRegExp } from '../../regular-expression/compile.ts';
import { PatternError } from '../../regular-expression/pattern-error.ts';
import type { ViEditor } from './editor.ts';
import { editFile, readText, writeText } from './files.ts';

interface Lines {
  readonly from: number;
  readonly to: number;
  readonly isGiven: boolean;
}

/** A range before a command: `5`, `.`, `$`, `'a`, `/text/`, with `+N`; two of them, or `%`. */
function takeRange(editor: ViEditor, text: string): { lines: Lines; rest: string } | undefined {
  const { buffer } = editor;
  const last = buffer.lines.length - 1;
  if (text.startsWith('%')) return { lines: { from: 0, to: last, isGiven: true }, rest: text.slice(1) };
  const rows: number[] = [];
  let rest = text;
  for (;;) {
    const match = /^\s*(?:(\d+)|([.$])|'([a-z])|\/([^/]*)\/)?((?:[-+]\d*)*)/.exec(rest);
    const [all = '', number, place, mark, pattern, offsets = ''] = match ?? [];
    if (all.trim() === '') break;
    let row = number === undefined ? buffer.row : Number(number) - 1;
    if (place === '$') row = last;
    if (mark !== undefined) row = editor.marks.get(mark)?.row ?? -1;
    if (pattern !== undefined) {
      editor.search = pattern || editor.search;
      row = editor.findNext({ row: buffer.row, col: Infinity }, false)?.row ?? -1;
    }
    for (const [step] of offsets.matchAll(/[-+]\d*/g)) row += Number(step.length === 1 ? `${step}1` : step);
    rows.push(row);
    rest = rest.slice(all.length);
    if (!rest.startsWith(',')) break;
    rest = rest.slice(1);
  }
  const to = rows.at(-1) ?? buffer.row;
  const from = rows.length > 1 ? (rows.at(-2) ?? to) : to;
  if (from < 0 || to > last || from > to) {
    editor.complain('Invalid range');
    return undefined;
  }
  return { lines: { from, to, isGiven: rows.length > 0 }, rest };
}

/** `:s/text/other/flags`. */
function substitute(editor: ViEditor, lines: Lines, argument: string): void {
  const { buffer } = editor;
  const [delimiter = ''] = argument;
  if (delimiter === '' || /[\w\s]/.test(delimiter)) {
    editor.complain(':s expression missing delimiters');
    return;
  }
  const parts =
    argument.slice(1).match(new RegExp(`(?:\\\\[^]|[^\\\\${delimiter.replace(/[\]\\^]/, '\\$&')}])*`, 'g')) ?? [];
  const [wanted = '', , replacement = '', , flags = ''] = parts;
  const source = wanted === '' ? editor.search : wanted;
  if (source === '') {
    editor.complain('No previous search');
    return;
  }
  editor.search = source;
  const pattern = compileRegExp(source, false, flags.includes('g') ? 'g' : '');
  buffer.remember();
  let changes = 0;
  let changedLines = 0;
  for (let row = lines.from; row <= lines.to; row += 1) {
    const before = buffer.lines[row] ?? '';
    let isHit = false;
    const after = before.replace(pattern, (whole: string, ...rest: (string | number | undefined)[]) => {
      isHit = true;
      changes += 1;
      const groups = rest.slice(
        0,
        rest.findIndex((part) => typeof part === 'number'),
      );
      return replacement.replace(/\\([^])|&/g, (all, char: string | undefined) => {
        if (all === '&') return whole;
        return /\d/.test(char ?? '') ? String(groups[Number(char) - 1] ?? '') : (char ?? '');
      });
    });
    if (!isHit) continue;
    changedLines += 1;
    buffer.lines[row] = after;
    buffer.isChanged = true;
    buffer.moveTo({ row, col: 0 });
  }
  if (changes === 0) editor.complain('No match');
  else if (changes > 1) editor.message = `${changes} substitutions on ${changedLines} lines`;
}

function* write(editor: ViEditor, lines: Lines, argument: string, force: boolean): Coroutine<boolean> {
  const { buffer, context } = editor;
  const append = argument.startsWith('>>');
  const name = argument.replace(/^>>\s*/, '');
  const file = name || editor.file;
  if (file === undefined) {
    editor.complain('No current filename');
    return false;
  }
  const isOther = file !== editor.file;
  if (isOther && !force && !append && context.files.find(file)) {
    editor.complain('File exists (:w! overrides)');
    return false;
  }
  if (editor.isReadOnly && !isOther && !force) {
    editor.complain(`'${file}' is read only`);
    return false;
  }
  const text = lines.isGiven ? buffer.text(lines.from, lines.to) : buffer.text();
  if (!(yield* writeText(editor, file, text, append))) return false;
  if (!lines.isGiven && (!isOther || editor.file === undefined)) {
    buffer.isChanged = false;
    editor.file = file;
  }
  return true;
}

/** Leaves the file: for the next one, or for good. */
function* quit(editor: ViEditor, command: string, force: boolean): Coroutine<void> {
  if (!force && editor.buffer.isChanged) {
    editor.complain(`No write since last change (:${command}! overrides)`);
    return;
  }
  if (editor.files.length > 0 && command !== 'n' && !force) {
    editor.complain(`${editor.files.length} more file(s) to edit`);
    return;
  }
  editor.isEnded = true;
}

/** Runs a command of the host's shell, and waits for a key. */
function* runShell(editor: ViEditor, command: string): Coroutine<void> {
  const { context, screen } = editor;
  const { terminal } = context;
  yield* context.write(1, `\x1b[${screen.rows + 1};1H\x1b[K`);
  if (terminal) terminal.raw = false;
  const pid = context.fork(function* (child) {
    yield* child.flush();
    child.execute('/bin/sh', ['sh', '-c', command], new Map(child.env));
    return 127;
  });
  yield* context.wait({ pid, uninterruptible: true });
  if (terminal) terminal.raw = true;
  yield* context.write(1, '\x1b[7m[Hit return to continue]\x1b[m');
  for (let key = ''; key !== '\r' && key !== '\n'; ) key = yield* editor.keyboard.next();
  yield* screen.clear();
}

const names =
  'append,args,cabbr,delete,edit,file,features,global,insert,jumps,list,next,prev,quit,read,set,substitute,undo,version,write,wq,wn,x,yank'.split(
    ',',
  );

/** The command that a name, perhaps cut short, is. */
function commandOf(name: string): string | undefined {
  const short: Readonly<Record<string, string>> = {
    s: 'substitute',
    w: 'write',
    e: 'edit',
    d: 'delete',
    r: 'read',
    f: 'file',
  };
  return short[name] ?? names.find((known) => name !== '' && known.startsWith(name));
}

function setOptions(editor: ViEditor, argument: string): void {
  for (const option of argument.split(/\s+/)) {
    const name = option.replace(/^no/, '');
    const isOn = name === option;
    if (name === 'ic' || name === 'ignorecase') editor.ignoresCase = isOn;
    else if (/^(?:ai|autoindent|et|expandtab|fl|flash|sm|showmatch)$/.test(name) || /^(?:ts|tabstop)=\d+$/.test(option))
      continue;
    else if (option !== '') editor.complain(`bad option: ${option}`);
  }
}

/** A command after `:`. */
export function* runColon(editor: ViEditor, line: string): Coroutine<void> {
  try {
    yield* runCommand(editor, line.replace(/^[\s:]+/, ''));
  } catch (error) {
    if (!(error instanceof PatternError)) throw error;
    editor.complain(`bad search pattern '${error.pattern}': ${error.message}`);
  }
}

function* runCommand(editor: ViEditor, text: string): Coroutine<void> {
  if (text === '' || text.startsWith('"')) return;
  const range = takeRange(editor, text);
  if (!range) return;
  const { lines, rest } = range;
  const { buffer } = editor;
  const [, name = '', bang = '', tail = ''] = /^\s*([a-z]*)(!?)\s*(.*)$/s.exec(rest) ?? [];
  const force = bang === '!';
  if (name === '' && force) {
    yield* runShell(editor, tail);
    return;
  }
  if (rest.trim() === '=') {
    editor.message = `${lines.to + 1}`;
    return;
  }
  if (rest.trim() === '') {
    buffer.moveTo({ row: lines.to, col: (buffer.lines[lines.to] ?? '').search(/\S|$/) });
    return;
  }
  const isSubstitution = /^s[^\w\s]/.test(rest);
  switch (isSubstitution ? 'substitute' : commandOf(name)) {
    case 'substitute':
      substitute(editor, lines, rest.replace(/^(?:substitute|s)/, ''));
      return;
    case 'write':
    case 'wq':
    case 'wn':
    case 'x': {
      const isDone = (name === 'x' && !buffer.isChanged) || (yield* write(editor, lines, tail, force));
      if (isDone && name === 'wn') yield* nextFile(editor, true);
      else if (isDone && (name === 'wq' || name === 'x')) yield* quit(editor, name, force);
      return;
    }
    case 'quit':
      yield* quit(editor, 'q', force);
      return;
    case 'next':
      yield* nextFile(editor, force);
      return;
    case 'edit':
      yield* edit(editor, tail || editor.file, force);
      return;
    case 'read': {
      const content = yield* readText(editor, tail || (editor.file ?? ''), true);
      if (content === undefined || content === '') return;
      buffer.remember();
      const added = content.replace(/\n$/, '').split('\n');
      buffer.lines.splice(lines.to + 1, 0, ...added);
      buffer.isChanged = true;
      buffer.moveTo({ row: lines.to + 1, col: 0 });
      editor.message = `'${tail}' ${added.length}L, ${content.length}C`;
      return;
    }
    case 'delete':
      buffer.remember();
      editor.registers.set('"', { text: buffer.removeLines(lines.from, lines.to), isLinewise: true });
      buffer.moveTo({ row: lines.from, col: 0 });
      return;
    case 'yank':
      editor.registers.set('"', { text: buffer.text(lines.from, lines.to), isLinewise: true });
      return;
    case 'file':
      if (tail !== '') editor.file = tail;
      return;
    case 'set':
      setOptions(editor, tail);
      return;
    case 'undo':
      if (!buffer.undo()) editor.message = 'Already at oldest change';
      return;
    case 'version':
      editor.message = 'BusyBox v1.37.0';
      return;
    default:
      editor.complain(`':${text}' is not implemented`);
  }
}

function* edit(editor: ViEditor, file: string | undefined, force: boolean): Coroutine<void> {
  const { buffer } = editor;
  if (!force && buffer.isChanged) {
    editor.complain('No write since last change (:e! overrides)');
    return;
  }
  if (file === undefined) {
    editor.complain('No current filename');
    return;
  }
  const isOld = yield* editFile(editor, file);
  const text = buffer.text();
  editor.message ??= `'${file}'${isOld ? '' : ' [New file]'} ${text.split('\n').length - 1}L, ${text.length}C`;
}

function* nextFile(editor: ViEditor, force: boolean): Coroutine<void> {
  const [file] = editor.files;
  if (file === undefined) {
    editor.complain('No more files to edit');
    return;
  }
  if (!force && editor.buffer.isChanged) {
    editor.complain('No write since last change (:n! overrides)');
    return;
  }
  editor.files = editor.files.slice(1);
  yield* edit(editor, file, true);
}
