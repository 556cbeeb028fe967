import { SystemError } from '../../files/errno.ts';
import type { ProcessContext } from '../../process/context.ts';
import type { Coroutine } from '../../process/process.ts';
import { applet } from '../applet.ts';
import { complainUsage } from '../usage.ts';
import { PatternError } from '../regular-expression/pattern-error.ts';
import { type CompiledRule, Program } from './compile-program.ts';
import { AwkError } from './error.ts';
import { parseAwk } from './parser.ts';
import { unescapeAwk } from './lexer.ts';
import { Runtime } from './runtime.ts';
import { AwkExit, type Execute, isWaiting, NextRecord } from './step.ts';
import { isTrue } from './values.ts';

interface Arguments {
  readonly separator: string | undefined;
  readonly assignments: readonly string[];
  readonly sources: readonly { readonly text: string; readonly isFile: boolean }[];
  readonly files: readonly string[];
  /** How many `-W`, which are passed over with a warning. */
  readonly warnings: number;
}

/** The awk language: -F SEPARATOR, -v VAR=VALUE, -f FILE, -e PROGRAM. */
export const awk = applet('awk', function* (context, args) {
  const taken = takeArguments(args);
  if (typeof taken === 'string') return yield* complainUsage(context, taken);
  for (let count = 0; count < taken.warnings; count += 1) yield* context.complain('awk: warning: option -W is ignored');
  if (taken.sources.length === 0) return yield* complainUsage(context);
  let source = '';
  for (const { text, isFile } of taken.sources) {
    const content = isFile ? yield* readProgram(context, text) : text;
    if (content === undefined) return 1;
    source += source === '' ? content : `\n${content}`;
  }
  const where = taken.sources.some(({ isFile }) => isFile) ? (taken.sources[0]?.text ?? '') : 'cmd. line';
  try {
    return yield* run(context, source, taken);
  } catch (error) {
    if (error instanceof PatternError) {
      yield* context.complain(`awk: bad regex '${error.pattern}': ${error.message}`);
      return 1;
    }
    if (!(error instanceof AwkError)) throw error;
    yield* context.complain(`awk: ${error.line < 0 ? '' : `${where}:${error.line || 1}: `}${error.message}`);
    return 1;
  }
});

/** @returns the arguments, without a source when the program is not given, or what is wrong with them */
function takeArguments(args: readonly string[]): Arguments | string {
  let separator: string | undefined;
  const assignments: string[] = [];
  const sources: { text: string; isFile: boolean }[] = [];
  let warnings = 0;
  let at = 0;
  for (; at < args.length; at += 1) {
    const argument = args[at] ?? '';
    if (argument === '--') {
      at += 1;
      break;
    }
    if (!argument.startsWith('-') || argument === '-') break;
    const letter = argument[1] ?? '';
    if (!'FvfeW'.includes(letter)) return `invalid option -- '${letter}'`;
    let value = argument.slice(2);
    if (value === '') {
      at += 1;
      const next = args[at];
      if (next === undefined) return `option requires an argument -- '${letter}'`;
      value = next;
    }
    if (letter === 'F') separator = value;
    else if (letter === 'v') assignments.push(value);
    else if (letter === 'W') warnings += 1;
    else sources.push({ text: value, isFile: letter === 'f' });
  }
  const rest = args.slice(at);
  if (sources.length > 0) return { separator, assignments, sources, files: rest, warnings };
  const [program, ...files] = rest;
  if (program === undefined) return { separator, assignments, sources, files, warnings };
  return { separator, assignments, sources: [{ text: program, isFile: false }], files, warnings };
}

function* readProgram(context: ProcessContext, file: string): Coroutine<string | undefined> {
  try {
    const fd = file === '-' ? 0 : context.files.open(file);
    return yield* context.readAll(fd);
  } catch (error) {
    if (!(error instanceof SystemError)) throw error;
    yield* context.complain(`awk: can't open '${file}': ${error.message}`);
    return undefined;
  }
}

function* run(context: ProcessContext, source: string, taken: Arguments): Coroutine<number> {
  const tree = parseAwk(source);
  const runtime = new Runtime(context, taken.files);
  if (taken.separator !== undefined) {
    runtime.cell('FS').value = unescapeAwk(taken.separator);
  }
  for (const assignment of taken.assignments) {
    if (runtime.assign(assignment)) continue;
    return yield* complainUsage(context);
  }
  const program = new Program(tree, runtime);
  let exited = false;
  try {
    for (const body of program.begin) yield* runApart(body);
    if (program.rules.length > 0 || program.end.length > 0) yield* runRecords(program);
    runtime.isAtEnd = true;
  } catch (error) {
    if (!(error instanceof AwkExit)) {
      yield* runtime.streams.flush();
      throw error;
    }
    exited = true;
  }
  try {
    if (!exited || program.rules.length + program.end.length > 0) for (const body of program.end) yield* runApart(body);
  } catch (error) {
    if (!(error instanceof AwkExit)) throw error;
  }
  yield* context.flush();
  yield* runtime.streams.closeAll();
  return runtime.status;
}

function* runBody(body: Execute): Coroutine<void> {
  const step = body([]);
  if (typeof step !== 'number') yield* step;
}

/** A body of BEGIN or END, which `next` ends. */
function* runApart(body: Execute): Coroutine<void> {
  try {
    yield* runBody(body);
  } catch (error) {
    if (!(error instanceof NextRecord)) throw error;
  }
}

function* runRecords(program: Program): Coroutine<void> {
  const { runtime } = program;
  const { context } = runtime;
  for (;;) {
    const text = yield* nextRecord(program);
    if (text === undefined) return;
    runtime.record.setText(text);
    context.charge(20);
    try {
      for (const rule of program.rules) yield* runRule(program, rule);
    } catch (error) {
      if (!(error instanceof NextRecord)) throw error;
      if (error.file) runtime.skipFile();
    }
    if (context.process.stepsLeft <= 0) yield* context.breathe();
  }
}

function* nextRecord({ runtime }: Program): Coroutine<string | undefined> {
  try {
    return yield* runtime.nextRecord();
  } catch (error) {
    if (!(error instanceof SystemError) || error.code !== 'EISDIR') throw error;
    throw new AwkError(error.message, 0);
  }
}

function* runRule({ runtime }: Program, rule: CompiledRule): Coroutine<void> {
  const [first, last] = rule.patterns;
  if (first && !rule.inRange) {
    const step = first([]);
    if (!isTrue(isWaiting(step) ? yield* step : step)) return;
  }
  if (last) {
    const step = last([]);
    rule.inRange = !isTrue(isWaiting(step) ? yield* step : step);
  }
  if (rule.body) yield* runBody(rule.body);
  else {
    runtime.context.print(runtime.record.text() + runtime.text('ORS'));
    if (runtime.context.isOutputFull) yield* runtime.context.flush();
  }
}
