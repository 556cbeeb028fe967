import type { Term } from '../term-schema.ts';

/** What a term is called in code: `restartPolicy`, `CrashLoopBackOff`, `kubectl apply`. */
export interface CodeName {
  readonly id: string;
  /** As in the term file, for the report on aliases nobody uses. */
  readonly writtenAs: string;
  /** Whether something may stand behind it: the value of a field, the arguments of a command. */
  readonly isOpen: boolean;
}

/** By name. Of two terms with one name the first by id has it. */
export function codeNames(terms: Iterable<Term>): ReadonlyMap<string, CodeName> {
  const names = new Map<string, CodeName>();
  for (const { id, kind, term, aliases, outputs, fields } of [...terms].toSorted((a, b) => (a.id < b.id ? -1 : 1))) {
    const last = kind === 'field' ? fields.flatMap((path) => path.split('.').at(-1)?.replace(/\[.*$/, '') ?? []) : [];
    for (const name of [term, ...aliases, ...outputs, ...last]) {
      if (!names.has(name)) names.set(name, { id, writtenAs: name, isOpen: kind === 'field' || kind === 'command' });
    }
  }
  return names;
}

/** The term that a piece of code in a sentence names, exactly as written; not what is only a part of it. */
export function findCodeTerm(code: string, names: ReadonlyMap<string, CodeName>): CodeName | undefined {
  const text = code.trim();
  const whole = names.get(text);
  if (whole) return whole;
  const begun = [/^[\w-]+(?=[:=])/, /^\S+ \S+(?= )/].map((beginning) => names.get(beginning.exec(text)?.[0] ?? ''));
  return begun.find((name) => name?.isOpen);
}
