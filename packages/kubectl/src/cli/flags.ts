import { parseGoDuration } from '@podlab/apimachinery';
import { KubectlError, usageError } from './kubectl-error.ts';

/** A flag that a command knows. */
export interface FlagSpec {
  readonly name: string;
  /** One letter. */
  readonly short?: string;
  /** `list` may be given several times; its values may also be joined by commas unless `repeatOnly`. */
  readonly type: 'bool' | 'duration' | 'int' | 'list' | 'string';
  /** The value of a flag given without one (`--dry-run`); such a flag takes a value only after `=`. */
  readonly bare?: string;
  readonly repeatOnly?: boolean;
}

/** The flags of one call. */
export interface Flags {
  has(name: string): boolean;
  /** Whether the command knows the flag at all. */
  declares(name: string): boolean;
  bool(name: string): boolean;
  string(name: string): string | undefined;
  list(name: string): readonly string[];
  int(name: string): number | undefined;
  /** Milliseconds. */
  durationMs(name: string): number | undefined;
}

export interface ParsedArguments {
  readonly flags: Flags;
  /** What is no flag, before and after `--`. */
  readonly args: readonly string[];
  /** How many of `args` stood before `--`; undefined when there was none. */
  readonly dash: number | undefined;
}

/**
 * Parses a command's words as pflag does: `--name value`, `--name=value`, `-nvalue`, `-it`; flags and arguments may mix.
 * @param path such as `kubectl get`, for the hint in errors
 * @throws KubectlError worded as kubectl words it
 */
export function parseFlags(words: readonly string[], specs: readonly FlagSpec[], path: string): ParsedArguments {
  const values = new Map<string, string[]>();
  const args: string[] = [];
  const fail = (message: string) => new KubectlError(`error: ${message}\nSee '${path} --help' for usage.`);
  const set = (spec: FlagSpec, value: string, shown: string) => {
    const fault = faultOf(spec, value, shown);
    if (fault !== undefined) throw fail(fault);
    values.set(spec.name, spec.type === 'list' ? [...(values.get(spec.name) ?? []), value] : [value]);
  };
  const queue = [...words];
  for (let word = queue.shift(); word !== undefined; word = queue.shift()) {
    if (word === '--') {
      return { flags: flagsOf(values, specs), args: [...args, ...queue], dash: args.length };
    }
    if (word.startsWith('--')) {
      const equals = word.indexOf('=');
      const name = equals < 0 ? word.slice(2) : word.slice(2, equals);
      const spec = specs.find((other) => other.name === name);
      if (!spec) throw fail(`unknown flag: --${name}`);
      const shown = spec.short === undefined ? `--${name}` : `-${spec.short}, --${name}`;
      if (equals >= 0) set(spec, word.slice(equals + 1), shown);
      else set(spec, bareValue(spec) ?? needValue(queue, `--${name}`, fail), shown);
    } else if (word.startsWith('-') && word.length > 1) {
      for (let rest = word.slice(1); rest !== ''; ) {
        const letter = rest[0] ?? '';
        const spec = specs.find((other) => other.short === letter);
        if (!spec) throw fail(`unknown shorthand flag: '${letter}' in ${word}`);
        const shown = `-${letter}, --${spec.name}`;
        rest = rest.slice(1);
        if (rest.startsWith('=')) {
          set(spec, rest.slice(1), shown);
          rest = '';
        } else if (bareValue(spec) !== undefined) {
          set(spec, bareValue(spec) ?? '', shown);
        } else {
          set(spec, rest === '' ? needValue(queue, `'${letter}' in ${word}`, fail) : rest, shown);
          rest = '';
        }
      }
    } else {
      args.push(word);
    }
  }
  return { flags: flagsOf(values, specs), args, dash: undefined };
}

function bareValue(spec: FlagSpec): string | undefined {
  return spec.type === 'bool' ? (spec.bare ?? 'true') : spec.bare;
}

function needValue(queue: string[], shown: string, fail: (message: string) => KubectlError): string {
  const value = queue.shift();
  if (value === undefined) throw fail(`flag needs an argument: ${shown}`);
  return value;
}

function faultOf(spec: FlagSpec, value: string, shown: string): string | undefined {
  const invalid = (why: string) =>
    `invalid argument ${JSON.stringify(value)} for ${JSON.stringify(shown)} flag: ${why}`;
  if (spec.type === 'int' && !/^[+-]?\d+$/.test(value)) {
    return invalid(`strconv.ParseInt: parsing ${JSON.stringify(value)}: invalid syntax`);
  }
  if (spec.type === 'bool' && !/^(true|false|1|0|t|f|T|F|TRUE|FALSE|True|False)$/.test(value)) {
    return invalid(`strconv.ParseBool: parsing ${JSON.stringify(value)}: invalid syntax`);
  }
  if (spec.type === 'duration' && parseGoDuration(value) === undefined) {
    return invalid(
      /\d$/.test(value)
        ? `time: missing unit in duration ${JSON.stringify(value)}`
        : `time: invalid duration ${JSON.stringify(value)}`,
    );
  }
  return undefined;
}

function flagsOf(values: ReadonlyMap<string, readonly string[]>, specs: readonly FlagSpec[]): Flags {
  const last = (name: string) => {
    if (!specs.some((spec) => spec.name === name))
      throw usageError(`the command asks for a flag that it does not declare: ${name}`);
    return values.get(name)?.at(-1);
  };
  return {
    has: (name) => values.has(name),
    declares: (name) => specs.some((spec) => spec.name === name),
    bool: (name) => /^(true|1|t)$/i.test(last(name) ?? ''),
    string: last,
    list: (name) => {
      const splits = specs.find((spec) => spec.name === name)?.repeatOnly !== true;
      const given = values.get(name) ?? [];
      return splits ? given.flatMap((value) => value.split(',')) : given;
    },
    int: (name) => (last(name) === undefined ? undefined : Number(last(name))),
    durationMs: (name) => {
      const value = last(name);
      return value === undefined ? undefined : parseGoDuration(value);
    },
  };
}
