const units: Readonly<Record<string, number>> = { '': 1000, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** `1`, `0.5`, `2m`, `inf`, as sleep and timeout take it. @returns milliseconds; undefined when it is not a time */
export function parseDuration(text: string): number | undefined {
  if (/^inf(inity)?$/i.test(text)) return Number.MAX_SAFE_INTEGER;
  const match = /^(\d+\.?\d*|\.\d+)([smhd]?)$/.exec(text);
  return match ? Math.ceil(Number(match[1]) * (units[match[2] ?? ''] ?? 1000)) : undefined;
}
