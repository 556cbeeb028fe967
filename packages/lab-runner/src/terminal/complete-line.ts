import type { Candidate, Candidates } from '@podlab/kubectl';

export interface CompleteLineOptions {
  /** Programs and builtins. */
  readonly names: readonly string[];
  /** Paths under the working directory; a folder ends with `/`. */
  readonly files: readonly string[];
  /** Choices of the open question, for `answer`. */
  readonly answers: readonly Candidate[];
  readonly kubectl: (words: readonly string[]) => Promise<Candidates>;
}

/** What may stand at the cursor of a line. */
export interface LineCompletion {
  /** Offset in the line at which the candidates begin. */
  readonly from: number;
  readonly candidates: readonly Candidate[];
}

/** Words of shells that another command follows. */
const openers = new Set([
  'do',
  'then',
  'else',
  'elif',
  'if',
  'while',
  'until',
  'time',
  '!',
  '{',
  'xargs',
  'exec',
  'sudo',
]);

/** Completes the word before the cursor: a program, what kubectl takes, an answer, or a file. */
export async function completeLine(
  line: string,
  cursor: number,
  options: CompleteLineOptions,
): Promise<LineCompletion> {
  const words = wordsBefore(line.slice(0, cursor));
  const typed = words.at(-1) ?? '';
  const from = cursor - typed.length;
  const [program, ...rest] = words;
  if (words.length <= 1) return { from, candidates: startingWith(typed, options.names.map(plain)) };
  if (isRedirect(words.at(-2))) return { from, candidates: startingWith(typed, options.files.map(plain)) };
  if (program === 'answer') return { from, candidates: startingWith(typed, options.answers) };
  if (program !== 'kubectl' && program !== 'k') {
    return { from, candidates: startingWith(typed, options.files.map(plain)) };
  }
  const { candidates, files } = await options.kubectl(rest);
  return { from, candidates: [...candidates, ...(files ? startingWith(typed, options.files.map(plain)) : [])] };
}

/** The words of the command that the text ends in; the last one may be empty. */
function wordsBefore(text: string): readonly string[] {
  let words: string[] = [];
  for (const token of text.match(/\s+|[|&;(){}\n`]+|[<>]+|(?:\\.|'[^']*'?|"[^"]*"?|[^\s|&;()<>`])+/g) ?? []) {
    if (/^[|&;(){}\n`]/.test(token)) words = [];
    else if (/^\s/.test(token)) words.push('');
    else if (words.at(-1) === '' || words.length === 0) words.splice(Math.max(0, words.length - 1), 1, token);
    else words.push(token);
    if (words.at(-1) === '' && (openers.has(words.at(-2) ?? '') || /^[A-Za-z_]\w*=/.test(words.at(-2) ?? '')))
      words = [''];
  }
  const filled = words.filter((word, index) => word !== '' || index === words.length - 1);
  return filled.length === 0 ? [''] : filled;
}

function isRedirect(word: string | undefined): boolean {
  return word !== undefined && /^[<>]+$/.test(word);
}

function startingWith(typed: string, candidates: readonly Candidate[]): readonly Candidate[] {
  return candidates.filter(({ text }) => text.startsWith(typed));
}

function plain(text: string): Candidate {
  return { text };
}
