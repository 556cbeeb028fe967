/** A timestamp as the API writes it: UTC, whole seconds, rounded down. */
export function toTimestamp(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}

/** The inverse of `toTimestamp`; also reads fractions. @returns milliseconds since the Unix epoch */
export function parseTimestamp(timestamp: string): number {
  return Date.parse(timestamp);
}
