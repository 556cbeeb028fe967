import { startBubble } from './bubble.ts';
import { applyUses, readUses } from './definition-uses.ts';

const close = typeof document === 'undefined' ? undefined : startBubble();

/** Docusaurus calls this after each change of page, the first one included. */
export function onRouteDidUpdate(): void {
  close?.();
  applyUses(readUses());
}
