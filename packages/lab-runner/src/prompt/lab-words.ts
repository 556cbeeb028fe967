import type { LabReport } from '@podlab/grader';
import type { Lab } from '@podlab/lab-format';
import type { Hint } from '../hint/hint.ts';
import { LabRunnerError } from '../lab-runner-error.ts';
import { renderHint } from '../text/hint-text.ts';
import { renderReport } from '../text/report-text.ts';
import { renderNext } from '../text/step-text.ts';
import type { Style } from '../text/style.ts';

/** A lab that is being played, as the words of a prompt act on it. */
export interface PromptedLab {
  readonly lab: Lab;
  /** As of the last evaluation. */
  readonly report: LabReport;
  /** What became of each Pod, drawn. */
  timeline(options: {
    readonly columns: number;
    readonly colored: boolean;
  }): readonly string[] | Promise<readonly string[]>;
  /** Evaluates now. */
  check(): Promise<void>;
  hint(): Promise<Hint | undefined>;
  /** @throws LabRunnerError `ANSWER_REFUSED` */
  answer(question: string | undefined, given: string): Promise<void>;
  /** Begins anew. @param onText told of each step of set-up */
  reset(onText: (text: string) => void): Promise<void>;
  fastForward(seconds: number): Promise<void>;
}

/** Where the words print. */
export interface Printer {
  say(...lines: readonly string[]): void;
  readonly style: Style;
  readonly columns: number;
}

/** A word at the prompt of a lab, and what it does. */
export interface LabWord {
  /** Such as `answer a`. */
  readonly usage: string;
  readonly about: string;
  run(lab: PromptedLab, words: readonly string[], printer: Printer): Promise<void>;
}

/** What can be typed beside kubectl wherever a lab is played, in the order of a help text. */
export const labWords: ReadonlyMap<string, LabWord> = new Map(
  Object.entries({
    check: { usage: 'check', about: 'where you stand, with the evidence', run: check },
    next: { usage: 'next', about: 'what to do now', run: next },
    hint: { usage: 'hint', about: 'the next hint', run: hint },
    answer: { usage: 'answer a', about: 'answer a question', run: answer },
    reset: { usage: 'reset', about: 'begin anew', run: reset },
    'fast-forward': {
      usage: 'fast-forward 60',
      about: 'let seconds pass, on the embedded cluster',
      run: fastForward,
    },
  } satisfies Record<string, LabWord>),
);

/** A list of words and what they do, in two columns. */
export function renderWords(
  words: Iterable<Pick<LabWord, 'usage' | 'about'>>,
  { code }: Pick<Style, 'code'>,
): readonly string[] {
  const all = [...words];
  const width = Math.max(...all.map(({ usage }) => usage.length));
  return all.map(({ usage, about }) => `  ${code(usage.padEnd(width))}  ${about}`);
}

async function check(lab: PromptedLab, _words: readonly string[], printer: Printer): Promise<void> {
  await lab.check();
  await sayReport(lab, printer);
}

async function sayReport({ lab, report, timeline }: PromptedLab, { say, style, columns }: Printer): Promise<void> {
  const drawn = await timeline({ columns, colored: style.colored });
  say(...renderReport(report, { title: lab.title, style, columns, timeline: drawn }));
}

async function next(lab: PromptedLab, _words: readonly string[], { say, style, columns }: Printer): Promise<void> {
  await lab.check();
  say(...renderNext(lab.lab, lab.report, style, columns));
}

async function hint(lab: PromptedLab, _words: readonly string[], { say, style, columns }: Printer): Promise<void> {
  say(...renderHint(await lab.hint(), style, columns));
}

async function answer(lab: PromptedLab, words: readonly string[], printer: Printer): Promise<void> {
  const questionAt = words.indexOf('--question');
  const question = questionAt < 0 ? undefined : words[questionAt + 1];
  const given = questionAt < 0 ? words : words.toSpliced(questionAt, 2);
  await lab.answer(question, given.join(' '));
  await check(lab, [], printer);
}

async function reset(lab: PromptedLab, words: readonly string[], printer: Printer): Promise<void> {
  await lab.reset((text) => printer.say(printer.style.muted(text)));
  await next(lab, words, printer);
}

const longestSeconds = 24 * 60 * 60;

async function fastForward(lab: PromptedLab, words: readonly string[], printer: Printer): Promise<void> {
  const seconds = Number(words[0]);
  if (!Number.isInteger(seconds) || seconds <= 0 || seconds > longestSeconds) {
    throw new LabRunnerError('WORD_MISUSED', `Say how many seconds, as a whole number from 1 to ${longestSeconds}.`, {
      next: 'For example: fast-forward 60',
    });
  }
  await lab.fastForward(seconds);
  printer.say(printer.style.violet(`▸▸ ${seconds} s have passed in the cluster.`));
  await check(lab, [], printer);
}
