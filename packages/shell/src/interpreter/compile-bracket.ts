import { evaluateTest } from '../applets/test-expression.ts';
import { checked } from './after-command.ts';
import { compileNode, compileSource, type Place } from './compile.ts';
import { parseScript } from './parse.ts';
import { CompileError } from './control.ts';
import { matchesPattern } from './pattern.ts';
import type { Action } from './shell.ts';
import { type CompiledWord, compileWord } from './word.ts';

/** Compiles `[[ ... ]]`, where `&&` and `||` are what `-a` and `-o` are to `[`. */
export function compileBracket(text: string, place: Place): Action {
  const source = text
    .replace(/^\[\[/, '\\[[')
    .replace(/\s(&&|\|\|)\s/g, (_all, joined: string) => (joined === '&&' ? ' -a ' : ' -o '));
  const parsed = parseScript(source);
  if (parsed.error) throw new CompileError(parsed.error.message);
  const inner = parsed.statements[0]?.command;
  if (inner?.type !== 'Command' || inner.redirects.length > 0) return compileSource(source);
  const words = inner.args.map((word) => (word.type === 'Word' ? compileWord(word) : undefined));
  if (words.includes(undefined)) return compileNode(inner, { source, isLast: place.isLast });
  return checked(bracketAction(words.filter((word) => word !== undefined)));
}

/** `[[`: a `test` whose words are not split, and whose `=` takes a pattern. */
function bracketAction(words: readonly CompiledWord[]): Action {
  return function* (shell) {
    const argv = ['[['];
    for (const word of words) {
      const step = /^[!=]?=$/.test(argv.at(-1) ?? '') && argv.length > 2 ? word.pattern(shell) : word.text(shell);
      argv.push(typeof step === 'string' ? step : yield* step);
    }
    const result = evaluateTest(shell.context, argv, (text, pattern) => matchesPattern(pattern, text));
    if (typeof result === 'number') return result;
    yield* shell.context.write(2, `${shell.programName}: ${result.error}\n`);
    return 2;
  };
}
