import { clockTime } from '../verdict/outcome.ts';
import type { Moment, Timeline } from './timeline.ts';

/** The twin of the picture for reading aloud and for narrow places: one sentence per Pod. */
export function sayTimeline({ lanes }: Pick<Timeline, 'lanes'>): readonly string[] {
  if (lanes.length === 0) return ['No Pod has been seen yet.'];
  return lanes.map((lane) => {
    const owner = lane.owner === undefined ? 'nobody owns it' : `owned by ${lane.owner}`;
    const moments = lane.moments.map(
      (moment) => `${momentWords[moment.what]} ${moment.late ? 'by' : 'at'} ${clockTime(moment.atMs)}`,
    );
    return `${lane.short}, ${owner}: ${moments.join(', ')}. ${lane.note.charAt(0).toUpperCase()}${lane.note.slice(1)}.`;
  });
}

/** What each moment is called. */
export const momentWords: Readonly<Record<Moment['what'], string>> = {
  there: 'there',
  created: 'created',
  ready: 'ready',
  notReady: 'not ready',
  restarted: 'restarted',
  deletionBegan: 'deletion began',
  finished: 'finished',
  gone: 'gone',
};
