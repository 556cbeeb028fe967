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

type Saved = Map<ByteString, Variable | undefined>;

/** The variables of a shell, with the scopes of its running functions. */
export class Variables {
  readonly #shell: Shell;
  readonly #all = new Map<ByteString, Variable>();
  /** For each running function, what its `local` variables were before. */
  readonly #scopes: Saved[] = [];

  constructor(shell: Shell) {
    this.#shell = shell;
  }

  copyFrom(other: Variables): void {
    for (const [name, variable] of other.#all) this.#all.set(name, { ...variable });
    for (const scope of other.#scopes) this.#scopes.push(new Map(scope));
  }

  get(name: ByteString): ByteString | undefined {
    const variable = this.#all.get(name);
    if (variable) return variable.value;
    if (name === 'RANDOM') return String(this.#shell.context.random() & 0x7fff);
    if (name === 'LINENO') return String(this.#shell.line);
    if (name === 'FUNCNAME') return this.#shell.functionName;
    if (name === 'EPOCHSECONDS') return String(Math.floor(this.#shell.context.nowMs() / 1000));
    if (name === 'EPOCHREALTIME') return (this.#shell.context.nowMs() / 1000).toFixed(6);
    return undefined;
  }

  /** Assigns. Throws `ShellError` when the variable is read only. */
  set(name: ByteString, value: ByteString): void {
    const variable = this.#all.get(name);
    this.#countMemory(variable?.value, value);
    if (!variable) {
      this.#all.set(name, { value, exported: this.#shell.options.has('a'), readOnly: false });
      return;
    }
    if (variable.readOnly) throw new ShellError(`${name}: is read only`);
    variable.value = value;
    if (this.#shell.options.has('a')) variable.exported = true;
  }

  unset(name: ByteString): void {
    const variable = this.#all.get(name);
    if (variable?.readOnly) throw new ShellError(`${name}: is read only`);
    this.#countMemory(variable?.value, '');
    this.#all.delete(name);
  }

  /** Long values count as memory of the shell; short ones are in what every process holds. */
  #countMemory(before: ByteString | undefined, after: ByteString): void {
    const counted = (text: ByteString | undefined) => (text && text.length > longValue ? text.length : 0);
    const bytes = counted(after) - counted(before);
    if (bytes !== 0) this.#shell.context.holdMemory(bytes);
  }

  /** Puts a variable back as it was. */
  put(name: ByteString, variable: Variable | undefined): void {
    if (variable) this.#all.set(name, variable);
    else this.#all.delete(name);
  }

  find(name: ByteString): Variable | undefined {
    return this.#all.get(name);
  }

  /** Marks a variable, declaring it when there is none. */
  mark(name: ByteString, what: 'exported' | 'readOnly', on = true): void {
    const variable = this.#all.get(name) ?? { value: undefined, exported: false, readOnly: false };
    variable[what] = on;
    this.#all.set(name, variable);
  }

  /** All that have a value, in order of their names. */
  list(): [ByteString, Variable][] {
    return [...this.#all].sort(([a], [b]) => (a < b ? -1 : 1));
  }

  /** What a program that is started now gets, in the order of the shell's own table of variables. */
  environment(): Map<ByteString, ByteString> {
    const exported = [...this.#all].flatMap(([name, { value, exported: isExported }]) =>
      isExported && value !== undefined ? [{ name, value, place: placeOf(name) }] : [],
    );
    return new Map(exported.sort((a, b) => a.place - b.place).map(({ name, value }) => [name, value]));
  }

  enterScope(): void {
    this.#scopes.push(new Map());
  }

  leaveScope(): void {
    for (const [name, before] of this.#scopes.pop() ?? []) {
      if (before) this.#all.set(name, before);
      else this.#all.delete(name);
    }
  }

  /** Makes a variable local to the running function, without a value. @returns false outside functions */
  makeLocal(name: ByteString): boolean {
    const scope = this.#scopes.at(-1);
    if (!scope) return false;
    if (scope.has(name)) return true;
    const before = this.#all.get(name);
    scope.set(name, before);
    this.#all.set(name, { value: undefined, exported: before?.exported ?? false, readOnly: false });
    return true;
  }
}

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

/** Whether a variable may have this name. */
export function isName(text: ByteString): boolean {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(text);
}
