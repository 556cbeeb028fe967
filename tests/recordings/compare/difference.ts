/** One way in which a playing differs from the recording. */
export interface Difference {
  /** Where: `output`, `object`, `event`, `time`. */
  readonly kind: 'output' | 'object' | 'event' | 'time';
  /** Which step, object or event. */
  readonly where: string;
  /** What the difference consists of: `- line` the real cluster alone has, `+ line` this one alone has. */
  readonly lines: readonly string[];
}

/** The lines that one side alone has; a line that is there twice counts twice. Order by itself is a difference. */
export function differingLines(real: readonly string[], here: readonly string[]): string[] {
  const missing = without(real, here).map((line) => `- ${line}`);
  const extra = without(here, real).map((line) => `+ ${line}`);
  if (missing.length + extra.length > 0) return [...missing, ...extra];
  return real.join('\n') === here.join('\n') ? [] : ['the same lines in another order'];
}

function without(lines: readonly string[], others: readonly string[]): string[] {
  const left = new Map<string, number>();
  for (const line of others) left.set(line, (left.get(line) ?? 0) + 1);
  return lines.filter((line) => {
    const count = left.get(line) ?? 0;
    left.set(line, count - 1);
    return count <= 0;
  });
}
