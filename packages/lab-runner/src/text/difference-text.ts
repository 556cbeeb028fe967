import type { Style } from './style.ts';

/** What a learner reads on meeting a difference from a real cluster. */
export function renderDifference(
  { id, sentence }: { readonly id: string; readonly sentence: string },
  style: Style,
): string {
  return `${style.violet('≈')} ${sentence} ${style.muted(id)}`;
}
