import type { Hint } from '../hint/hint.ts';
import { renderMarkdown } from './markdown.ts';
import type { Style } from './style.ts';

/** A hint, and how many there are. */
export function renderHint(hint: Hint | undefined, style: Style, columns: number): string[] {
  if (!hint) return ['The lab is passed: there is nothing left to hint at.'];
  const label = hint.kind === 'near' ? 'About what you did' : `Hint ${hint.tier ?? 1} of ${hint.tiers ?? 1}`;
  return [style.muted(label), ...renderMarkdown(hint.text, style, columns)];
}
