/**
 * RFC 3339 with seconds in UTC, as `metav1.Time` is serialised: `2026-11-24T15:00:00Z`. Fractions are cut off.
 * @param ms milliseconds since the Unix epoch
 */
export function formatTime(ms: number): string {
  const second = Math.floor(ms / 1000);
  if (second !== lastSecond) {
    lastText = `${new Date(ms).toISOString().slice(0, 19)}Z`;
    lastSecond = second;
  }
  return lastText;
}

// A cluster asks for the same second thousands of times, and a Date takes 20 times as long as this comparison.
let lastSecond = Number.NaN;
let lastText = '';

/**
 * RFC 3339 with microseconds in UTC, as `metav1.MicroTime` is serialised (Lease times, Event `eventTime`):
 * `2026-11-24T15:00:00.123000Z`.
 * @param ms milliseconds since the Unix epoch
 */
export function formatMicroTime(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 23)}000Z`;
}

/**
 * RFC 3339 with the fraction as long as it needs to be, as Go's `RFC3339Nano` (log timestamps):
 * `2026-11-24T15:00:00.12Z`.
 * @param nanos added to `ms`, in [0, 1 000 000); default 0
 */
export function formatNanoTime(ms: number, nanos = 0): string {
  const iso = new Date(ms).toISOString();
  const fraction = (iso.slice(20, 23) + String(nanos).padStart(6, '0')).replace(/0+$/, '');
  return `${iso.slice(0, 19)}${fraction ? `.${fraction}` : ''}Z`;
}

const rfc3339 = /^(\d{4}-\d{2}-\d{2})[Tt](\d{2}:\d{2}:\d{2})(\.\d+)?([Zz]|[+-]\d{2}:\d{2})$/;

/** Milliseconds since the Unix epoch of an RFC 3339 time with any fraction and offset; undefined when it is none. */
export function parseTime(text: string | undefined): number | undefined {
  const match = text === undefined ? null : rfc3339.exec(text);
  if (!match) return undefined;
  const [, date = '', time = '', fraction = '', zone = 'Z'] = match;
  const ms = Date.parse(`${date}T${time}${zone.toUpperCase()}`);
  if (Number.isNaN(ms)) return undefined;
  return ms + Math.floor(Number(`0${fraction || '.0'}`) * 1000);
}
