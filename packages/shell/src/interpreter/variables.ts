import type { ByteString } from '../files/bytes.ts';
import { ShellError } from './control.ts';
import type { Shell } from './shell.ts';

/** A shell variable. `value` is undefined when it is declared only (`export X`, `local X`). */
export interface Variable {
  value: ByteString | undefined;
  exported: boolean;
  readOnly: boolean;
}

const longValue = 4096;

type Saved = Map<ByteString, Readonly<Variable> | undefined>;

/** The variables of a shell, with the scopes of its running functions. */
export class Variables {
  readonly #shell: Shell;
  /** What came with the environment and has not been changed since: exported, and held once with the process's own. */
  #imported: ReadonlyMap<ByteString, ByteString> = nothing;
  /** What every shell begins with, where it has not been changed or imported: held once for all shells. */
  #initial: ReadonlyMap<ByteString, Readonly<Variable>> = nothing;
  /** All others, and what takes the place of one of these. */
  readonly #all = new Map<ByteString, Variable>();
  /** What `environment` answers, until an exported variable changes. */
  #environment: ReadonlyMap<ByteString, ByteString> | undefined;
  /** For each running function, what its `local` variables were before. */
  readonly #scopes: Saved[] = [];

  constructor(shell: Shell) {
    this.#shell = shell;
  }

  /**
   * Takes over an environment that nobody changes any more, and sets the variables that have the same value in every new
   * shell. For a shell that has no variables yet.
   */
  import(environment: ReadonlyMap<ByteString, ByteString>): void {
    // No shell takes its separators from others.
    const isTaken = (name: ByteString) => isName(name) && name !== 'IFS';
    const names = [...environment.keys()];
    this.#imported = names.every(isTaken) ? environment : new Map([...environment].filter(([name]) => isTaken(name)));
    for (const value of this.#imported.values()) if (value.length > longValue) this.#countMemory(undefined, value);
    this.#initial = initial;
    for (const [name, { value = '' }] of initial) if (this.get(name) !== value) this.set(name, value);
  }

  copyFrom(other: Variables): void {
    this.#imported = other.#imported;
    this.#initial = other.#initial;
    this.#environment = undefined;
    for (const [name, variable] of other.#all) this.#all.set(name, { ...variable });
    for (const scope of other.#scopes) this.#scopes.push(new Map(scope));
  }

  get(name: ByteString): ByteString | undefined {
    const variable = this.#all.get(name);
    if (variable) return variable.value;
    const imported = this.#imported.get(name) ?? this.#initial.get(name)?.value;
    if (imported !== undefined) return imported;
    if (name === 'RANDOM') return String(this.#shell.context.random() & 0x7fff);
    if (name === 'LINENO') return String(this.#shell.line);
    if (name === 'FUNCNAME') return this.#shell.functionName;
    if (name === 'EPOCHSECONDS') return String(Math.floor(this.#shell.context.nowMs() / 1000));
    if (name === 'EPOCHREALTIME') return (this.#shell.context.nowMs() / 1000).toFixed(6);
    return undefined;
  }

  /** Assigns. Throws `ShellError` when the variable is read only. */
  set(name: ByteString, value: ByteString): void {
    const variable = this.#own(name);
    this.#countMemory(variable?.value, value);
    if (!variable) {
      this.#put(name, { value, exported: this.#shell.options.has('a'), readOnly: false });
      return;
    }
    if (variable.readOnly) throw new ShellError(`${name}: is read only`);
    variable.value = value;
    if (this.#shell.options.has('a')) variable.exported = true;
    if (variable.exported) this.#environment = undefined;
  }

  unset(name: ByteString): void {
    const variable = this.find(name);
    if (variable?.readOnly) throw new ShellError(`${name}: is read only`);
    this.#countMemory(variable?.value, '');
    this.put(name, undefined);
  }

  /** The variable to change; one that was imported is imported no more. */
  #own(name: ByteString): Variable | undefined {
    const own = this.#all.get(name);
    const shared = own ? undefined : this.find(name);
    if (!shared) return own;
    const variable = { ...shared };
    this.#all.set(name, variable);
    return variable;
  }

  #put(name: ByteString, variable: Variable): void {
    this.#all.set(name, variable);
    this.#environment = undefined;
  }

  /** Long values count as memory of the shell; short ones are in what every process holds. */
  #countMemory(before: ByteString | undefined, after: ByteString): void {
    const bytes = countedBytes(after) - countedBytes(before);
    if (bytes !== 0) this.#shell.context.holdMemory(bytes);
  }

  /** Puts a variable back as it was. */
  put(name: ByteString, variable: Readonly<Variable> | undefined): void {
    if (variable) {
      this.#put(name, { ...variable });
      return;
    }
    this.#environment = undefined;
    if (this.#imported.has(name) || this.#initial.has(name)) {
      const left = this.#inOrder().filter(([known]) => known !== name);
      this.#imported = nothing;
      this.#initial = nothing;
      this.#all.clear();
      for (const [known, kept] of left) this.#all.set(known, { ...kept });
    } else this.#all.delete(name);
  }

  /** Not to be changed. */
  find(name: ByteString): Readonly<Variable> | undefined {
    const own = this.#all.get(name);
    if (own) return own;
    const value = this.#imported.get(name);
    return value === undefined ? this.#initial.get(name) : { value, exported: true, readOnly: false };
  }

  /** In the order in which they came to be. */
  #inOrder(): [ByteString, Readonly<Variable>][] {
    const names = new Set([...this.#imported.keys(), ...this.#initial.keys(), ...this.#all.keys()]);
    return Array.from(names, (name) => [name, this.find(name) as Readonly<Variable>]);
  }

  /** Marks a variable, declaring it when there is none. */
  mark(name: ByteString, what: 'exported' | 'readOnly', on = true): void {
    if (this.find(name)?.[what] === on) return;
    const variable = this.#own(name) ?? { value: undefined, exported: false, readOnly: false };
    variable[what] = on;
    this.#put(name, variable);
  }

  /** All that have a value, in order of their names. */
  list(): [ByteString, Readonly<Variable>][] {
    return this.#inOrder().sort(([a], [b]) => (a < b ? -1 : 1));
  }

  /** What a program that is started now gets, in the order of the shell's own table of variables. */
  environment(): ReadonlyMap<ByteString, ByteString> {
    this.#environment ??= this.#exported();
    return this.#environment;
  }

  #exported(): Map<ByteString, ByteString> {
    // In the order in which they came to be.
    const names = [...this.#imported.keys()].filter((name) => this.#all.get(name)?.exported !== false);
    for (const name of this.#initial.keys()) if (this.#all.get(name)?.exported) names.push(name);
    for (const [name, { exported }] of this.#all) {
      if (exported && !this.#imported.has(name) && !this.#initial.has(name)) names.push(name);
    }
    const environment = new Map<ByteString, ByteString>();
    for (const name of inTableOrder(names)) {
      const { value } = this.find(name) ?? {};
      if (value !== undefined) environment.set(name, value);
    }
    return environment;
  }

  enterScope(): void {
    this.#scopes.push(new Map());
  }

  leaveScope(): void {
    for (const [name, before] of this.#scopes.pop() ?? []) this.put(name, before);
  }

  /** Makes a variable local to the running function, without a value. @returns false outside functions */
  makeLocal(name: ByteString): boolean {
    const scope = this.#scopes.at(-1);
    if (!scope) return false;
    if (scope.has(name)) return true;
    const before = this.find(name);
    scope.set(name, before);
    this.#put(name, { value: undefined, exported: before?.exported ?? false, readOnly: false });
    return true;
  }
}

const nothing: ReadonlyMap<ByteString, never> = new Map<ByteString, never>();

const initial = new Map<ByteString, Readonly<Variable>>(
  [
    ['IFS', ' \t\n'],
    ['OPTIND', '1'],
    ['PS1', '\\w \\$ '],
    ['PS2', '> '],
    ['PS4', '+ '],
  ].map(([name = '', value]) => [name, Object.freeze({ value, exported: false, readOnly: false })]),
);

const tableSize = 39;

/**
 * Where a variable is in the table; those of one place follow each other as they came, after those that are always there.
 * @see busybox 1.37 shell/ash.c hashvar
 */
function placeOf(name: ByteString): number {
  let sum = name.charCodeAt(0) << 4;
  for (let index = 0; index < name.length; index += 1) sum += name.charCodeAt(index);
  return (sum % tableSize) + (name === 'PATH' ? 0 : 0.5);
}

/** The containers of a workload have the same variables: their order is worked out once. */
let latestOrder: { readonly names: readonly ByteString[]; readonly ordered: readonly ByteString[] } = {
  names: [],
  ordered: [],
};

function inTableOrder(names: readonly ByteString[]): readonly ByteString[] {
  const known = latestOrder;
  if (names.length === known.names.length && names.every((name, at) => name === known.names[at])) return known.ordered;
  const places = new Map(names.map((name) => [name, placeOf(name)]));
  const ordered = names.toSorted((a, b) => (places.get(a) ?? 0) - (places.get(b) ?? 0));
  latestOrder = { names, ordered };
  return ordered;
}

function countedBytes(text: ByteString | undefined): number {
  return text !== undefined && text.length > longValue ? text.length : 0;
}

/** Whether a variable may have this name. */
export function isName(text: ByteString): boolean {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(text);
}
