/** The entry `@podlab/grader/timeline`: what draws a timeline needs of it, without the grader. */
export { type StripeMark, stripeMarks } from './timeline/stripe.ts';
export type { Moment, Timeline, TimelineGap, TimelineLane } from './timeline/timeline.ts';
export { timelineScale, type TimelineScale } from './timeline/timeline-scale.ts';
