import { parseTime } from '../clock/format-time.ts';

/**
 * A duration as kubectl and the server's Tables print ages: `12s`, `3m5s`, `47m`, `5h30m`, `17h`, `3d4h`, `40d`, `3y`.
 * @returns `<invalid>` for more than one second in the future
 * @see k8s.io/apimachinery/pkg/util/duration/duration.go `HumanDuration` (v1.36)
 */
export function humanDuration(ms: number): string {
  const seconds = Math.trunc(ms / 1000);
  if (seconds < -1) return '<invalid>';
  if (seconds < 0) return '0s';
  if (seconds < 120) return `${seconds}s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 10) return withRest(minutes, 'm', seconds % 60, 's');
  if (minutes < 180) return `${minutes}m`;
  const hours = Math.floor(seconds / 3600);
  if (hours < 8) return withRest(hours, 'h', minutes % 60, 'm');
  if (hours < 48) return `${hours}h`;
  const days = Math.floor(hours / 24);
  if (hours < 192) return withRest(days, 'd', hours % 24, 'h');
  const years = Math.floor(days / 365);
  if (years < 2) return `${days}d`;
  return years < 8 ? withRest(years, 'y', days % 365, 'd') : `${years}y`;
}

/** The age that a `creationTimestamp` prints as. @returns `<unknown>` when there is no time */
export function humanAge(time: string | undefined, nowMs: number): string {
  const sinceMs = parseTime(time);
  return sinceMs === undefined ? '<unknown>' : humanDuration(nowMs - sinceMs);
}

function withRest(whole: number, unit: string, rest: number, restUnit: string): string {
  return rest === 0 ? `${whole}${unit}` : `${whole}${unit}${rest}${restUnit}`;
}
