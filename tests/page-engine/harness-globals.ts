import type { PlayedLab, PlayedTerminal } from '@podlab/lab-ui/model';

declare global {
  var page: {
    lab: PlayedLab;
    terminal: PlayedTerminal;
    printed: string;
    /** From the call to the first state that can be played. */
    readyMs: number;
    openMs: number;
    /** Names of the workers that were made. */
    workers: Worker[];
  };
}
