import type { PlayedLab } from '@podlab/lab-ui';

declare global {
  /** Put there by `page.tsx`. */
  var played: PlayedLab | undefined;
  /** Put there by a test: a panel that shows this text breaks. */
  var breaksAt: string | undefined;
}
