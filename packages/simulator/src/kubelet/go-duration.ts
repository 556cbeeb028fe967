/** A duration in whole seconds as Go prints it: `10s`, `1m20s`, `5m0s`. @param ms whole seconds, ≥ 0 */
export function formatGoDuration(ms: number): string {
  const seconds = Math.round(ms / 1000);
  const parts = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60), seconds % 60];
  const units = ['h', 'm', 's'];
  const first = Math.max(
    0,
    parts.findIndex((part) => part > 0),
  );
  const from = seconds === 0 ? 2 : first;
  return parts
    .slice(from)
    .map((part, index) => `${part}${units[from + index] ?? ''}`)
    .join('');
}
