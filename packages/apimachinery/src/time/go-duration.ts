const unitMs: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  μs: 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
};

/** Milliseconds of a Go duration such as `1m20s`, `1.5h`, `-3s` or `0`; undefined when it is none. */
export function parseGoDuration(text: string): number | undefined {
  const sign = text.startsWith('-') ? -1 : 1;
  const rest = text.replace(/^[+-]/, '');
  if (rest === '0') return 0;
  if (!/^((\d+(\.\d*)?|\.\d+)(ns|us|µs|μs|ms|s|m|h))+$/.test(rest)) return undefined;
  let totalMs = 0;
  for (const [, number = '', unit = ''] of rest.matchAll(/(\d*\.?\d*)(ns|us|µs|μs|ms|s|m|h)/g)) {
    totalMs += Number(number) * (unitMs[unit] ?? 0);
  }
  return sign * totalMs;
}

/** A duration as Go's `Duration.String` writes it: `0s`, `250ms`, `10s`, `1m20s`, `2h0m0s`, `1.5s`. */
export function formatGoDuration(ms: number): string {
  if (ms === 0) return '0s';
  const sign = ms < 0 ? '-' : '';
  const nanos = Math.round(Math.abs(ms) * 1e6);
  if (nanos < 1000) return `${sign}${nanos}ns`;
  if (nanos < 1e6) return `${sign}${trimNumber(nanos / 1000)}µs`;
  if (nanos < 1e9) return `${sign}${trimNumber(nanos / 1e6)}ms`;
  const totalSeconds = Math.floor(nanos / 1e9);
  const seconds = `${totalSeconds % 60}${fractionOf(nanos % 1e9)}s`;
  const minutes = Math.floor(totalSeconds / 60) % 60;
  const hours = Math.floor(totalSeconds / 3600);
  if (hours > 0) return `${sign}${hours}h${minutes}m${seconds}`;
  return minutes > 0 ? `${sign}${minutes}m${seconds}` : `${sign}${seconds}`;
}

function trimNumber(value: number): string {
  return String(Number(value.toFixed(6)));
}

function fractionOf(nanos: number): string {
  const digits = String(nanos).padStart(9, '0').replace(/0+$/, '');
  return digits ? `.${digits}` : '';
}
