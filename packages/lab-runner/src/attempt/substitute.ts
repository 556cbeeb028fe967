import { LabRunnerError } from '../lab-runner-error.ts';

/**
 * Puts bound values in the place of `${name}`, in strings at any depth.
 * @throws LabRunnerError `ATTEMPT_FAILED` for a name that is not bound
 */
export function substitute<T>(value: T, bindings: ReadonlyMap<string, string>): T {
  if (typeof value === 'string') return substituteText(value, bindings) as T;
  if (Array.isArray(value)) return value.map((item: unknown) => substitute(item, bindings)) as T;
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, substitute(item as unknown, bindings)]),
    ) as T;
  }
  return value;
}

function substituteText(text: string, bindings: ReadonlyMap<string, string>): string {
  return text.replace(/\$\{([A-Za-z][A-Za-z0-9]*)\}/g, (_, name: string) => {
    const value = bindings.get(name);
    if (value !== undefined) return value;
    throw new LabRunnerError('ATTEMPT_FAILED', `Nothing is bound to the name \`${name}\`.`, {
      next: `Bind it in an earlier step: let: {${name}: {kind: …, value: …}}`,
    });
  });
}
