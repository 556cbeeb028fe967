import type { Difference } from '@podlab/simulator';
import type { Style } from './style.ts';

/** What a learner reads on meeting a difference from a real cluster. */
export function renderDifference({ id, sentence }: Difference, style: Style): string {
  return `${style.violet('≈')} ${sentence} ${style.muted(id)}`;
}
