import { midnightMs } from './civil-time.ts';

/** How far the clocks of a place are ahead of UTC at a time. */
export type TimeZone = (ms: number) => number;

/** Coordinated Universal Time: that of the controller manager. */
export const utc: TimeZone = () => 0;

const known = new Map<string, TimeZone | undefined>();

/** A zone of the IANA database by its name, as Node or the browser knows it. @returns undefined when there is none */
export function findTimeZone(name: string): TimeZone | undefined {
  if (name === '' || name === 'UTC') return utc;
  if (!known.has(name)) known.set(name, loadTimeZone(name));
  return known.get(name);
}

function loadTimeZone(name: string): TimeZone | undefined {
  if (!/^[A-Z]/.test(name)) return undefined;
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: name,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
  if (isMisspelt(name, format.resolvedOptions().timeZone)) return undefined;
  return (ms) => {
    const parts = new Map(format.formatToParts(ms).map(({ type, value }) => [type, Number(value)]));
    const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0;
    const ofDayMs = ((part('hour') * 60 + part('minute')) * 60 + part('second')) * 1000;
    return midnightMs(part('year'), part('month'), part('day')) + ofDayMs - Math.floor(ms / 1000) * 1000;
  };
}

/** Engines overlook the case of letters; the files of the database are found by their exact names. */
function isMisspelt(name: string, zone: string): boolean {
  return name !== zone && name.toLowerCase() === zone.toLowerCase();
}
