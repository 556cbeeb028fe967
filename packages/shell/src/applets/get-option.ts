import { applet } from './applet.ts';
import { complainUsage } from './usage.ts';

/** What an option takes: nothing, a value, or a value when one is attached. */
type Takes = '' | ':' | '::';

interface Known {
  readonly short: ReadonlyMap<string, Takes>;
  readonly long: ReadonlyMap<string, Takes>;
  /** Long options may begin with one dash. */
  readonly isAlternative: boolean;
}

function parseShort(text: string): Map<string, Takes> {
  return new Map(
    Array.from(text.matchAll(/([^:+-])(:{0,2})/g), ([, letter = '', takes]) => [letter, (takes ?? '') as Takes]),
  );
}

function parseLong(texts: readonly string[]): Map<string, Takes> {
  const names = texts.flatMap((text) => text.split(/[,\s]+/)).filter((text) => text !== '');
  return new Map(names.map((text) => [text.replace(/:+$/, ''), /:*$/.exec(text)?.[0] as Takes]));
}

interface Result {
  readonly words: string[];
  readonly operands: string[];
  readonly errors: string[];
}

/** Sorts parameters into options and operands, as getopt(3) does. */
function sortParameters(args: readonly string[], known: Known, quote: (text: string) => string): Result {
  const result: Result = { words: [], operands: [], errors: [] };
  const waiting = Array.from(args);
  const valueOf = (takes: Takes, attached: string | undefined, fault: string): string[] | undefined => {
    if (takes === '') return [];
    if (attached !== undefined) return [quote(attached)];
    if (takes === '::') return [quote('')];
    const next = waiting.shift();
    if (next === undefined) result.errors.push(`option requires an argument -- '${fault}'`);
    return next === undefined ? undefined : [quote(next)];
  };
  for (let argument = waiting.shift(); argument !== undefined; argument = waiting.shift()) {
    if (argument === '--') {
      result.operands.push(...waiting);
      break;
    }
    const [name = '', attached] = argument.replace(/^--?/, '').split(/=(.*)/s);
    const isLong =
      argument.startsWith('--') || (known.isAlternative && argument.startsWith('-') && known.long.has(name));
    if (isLong) {
      const names = [...known.long.keys()].filter((one) => one === name || one.startsWith(name));
      const full = known.long.has(name) ? name : names.length === 1 ? names[0] : undefined;
      if (full === undefined) {
        result.errors.push(`unrecognized option '${argument}'`);
        continue;
      }
      const value = valueOf(known.long.get(full) ?? '', attached, full);
      if (value) result.words.push(`--${full}`, ...value);
      continue;
    }
    if (!argument.startsWith('-') || argument === '-') {
      result.operands.push(argument);
      continue;
    }
    for (let at = 1; at < argument.length; at += 1) {
      const letter = argument[at] ?? '';
      const takes = known.short.get(letter);
      if (takes === undefined) {
        result.errors.push(`invalid option -- '${letter}'`);
        continue;
      }
      const rest = argument.slice(at + 1);
      const value = valueOf(takes, takes !== '' && rest !== '' ? rest : undefined, letter);
      if (value) result.words.push(`-${letter}`, ...value);
      if (takes !== '' && rest !== '') break;
    }
  }
  return result;
}

/** Parses parameters for a script: `getopt OPTSTRING PARAMS`, or -o SHORT -l LONG -n NAME -q -Q -u -s SHELL -a -T. */
export const getopt = applet('getopt', function* (context, args) {
  const values = new Map<string, string[]>();
  let index = 0;
  const long: Readonly<Record<string, string>> = {
    options: 'o',
    longoptions: 'l',
    name: 'n',
    quiet: 'q',
    'quiet-output': 'Q',
    shell: 's',
    test: 'T',
    unquoted: 'u',
    alternative: 'a',
  };
  for (; index < args.length; index += 1) {
    const argument = args[index] ?? '';
    if (!argument.startsWith('-') || argument === '-') break;
    if (argument === '--') {
      index += 1;
      break;
    }
    const [name = '', attached] = argument.startsWith('--') ? argument.slice(2).split(/=(.*)/s) : [];
    const letter = argument.startsWith('--') ? (long[name] ?? '') : (argument[1] ?? '');
    if (!'olnqQsTua'.includes(letter) || letter === '')
      return yield* complainUsage(context, `invalid option -- '${letter}'`);
    const rest = argument.startsWith('--') ? attached : argument.slice(2) || undefined;
    const value = 'olns'.includes(letter) ? (rest ?? args[(index += 1)] ?? '') : '';
    values.set(letter, [...(values.get(letter) ?? []), value]);
  }
  if (values.has('T')) return 4;
  // A plain option string, and no option before it: the old way, without quotes.
  const isOld = index === 0;
  const given = values.get('o')?.at(-1) ?? args[index];
  if (given === undefined) {
    yield* context.complain('getopt: missing optstring argument');
    return 1;
  }
  const parameters = args.slice(values.has('o') ? index : index + 1);
  const isQuoted = !isOld && !values.has('u');
  const quote = (text: string) => (isQuoted ? `'${text.replaceAll("'", "'\\''")}'` : text);
  const known = { short: parseShort(given), long: parseLong(values.get('l') ?? []), isAlternative: values.has('a') };
  const { words, operands, errors } = sortParameters(
    parameters[0] === '--' ? parameters.slice(1) : parameters,
    known,
    quote,
  );
  const name = values.get('n')?.at(-1) ?? 'getopt';
  for (const error of values.has('q') ? [] : errors) yield* context.complain(`${name}: ${error}`);
  if (!values.has('Q')) context.print(`${['', ...words, '--', ...operands.map(quote)].join(' ')}\n`);
  return errors.length > 0 ? 1 : 0;
});
