import type { ClusterPicture, PodPicture } from '../picture/cluster-picture.ts';

/** Something in the cluster that waits for a time. */
export interface Wait {
  readonly what: string;
  readonly untilMs: number;
}

/** What the cluster waits for, soonest first: ends of back-offs and of grace periods. */
export function waitsOf(picture: ClusterPicture | undefined, nowMs: number): readonly Wait[] {
  if (!picture) return [];
  const pods = [...picture.nodes.flatMap(({ pods }) => pods), ...picture.waiting];
  return pods
    .flatMap(waitsOfPod)
    .filter(({ untilMs }) => untilMs > nowMs)
    .toSorted((a, b) => a.untilMs - b.untilMs);
}

function waitsOfPod(pod: PodPicture): Wait[] {
  const grace = pod.terminating && { what: `the grace period of ${pod.name} ends`, untilMs: pod.terminating.untilMs };
  const starts = pod.containers.flatMap(({ name, backOff }) =>
    backOff ? [{ what: `${pod.name} starts its container ${name} again`, untilMs: backOff.untilMs }] : [],
  );
  return [...(grace ? [grace] : []), ...starts];
}

/** `40 s`, `2 min`, `2 min 30 s`, `1 h 5 min`: a length of time for people. */
export function sayDuration(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 60) return `${seconds} s`;
  const parts = [
    [Math.floor(seconds / 3600), 'h'],
    [Math.floor(seconds / 60) % 60, 'min'],
    [seconds < 3600 ? seconds % 60 : 0, 's'],
  ] as const;
  return parts
    .filter(([count]) => count > 0)
    .map(([count, unit]) => `${count} ${unit}`)
    .join(' ');
}

/** `14:03:11` in UTC, as containers and logs print it. */
export function sayTime(ms: number): string {
  const seconds = Math.floor(ms / 1000) % 86_400;
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return parts.map((part) => String(part).padStart(2, '0')).join(':');
}
