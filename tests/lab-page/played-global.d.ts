import type { PlayedLab } from '@podlab/lab-ui';

declare global {
  /** Put there by `page.tsx`. */
  var played: PlayedLab | undefined;
}
