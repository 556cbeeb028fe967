/** `1.5K`, `12.0M`: one decimal, but bytes are whole, as busybox's -h prints it. */
export function humanSize(bytes: number, decimals = 1): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < 5) {
    value /= 1024;
    unit += 1;
  }
  return unit === 0 ? String(bytes) : `${value.toFixed(decimals)}${' KMGTP'[unit]}`;
}
