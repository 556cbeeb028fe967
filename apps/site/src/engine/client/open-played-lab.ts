import { LabPageError, type LabState, type PlayedLab, type PlayedTerminal } from '@podlab/lab-ui/model';
import type { LabJson } from '@podlab/lab-format';
import { EngineClient } from './engine-client.ts';
import { copyKept, shareKept } from './kept-state.ts';
import { openPlayedTerminal } from './played-terminal.ts';

export interface OpenPlayedLabOptions {
  /** Makes the worker whose module is `worker/entry.ts`. Called again when one has ended by itself. */
  readonly createWorker: () => Worker;
  /** Which build of Podlab this is: what was kept by another one is not gone on with. */
  readonly build: string;
  /** What stands behind `#` in a link that `share` gave. */
  readonly shared?: string;
}

/**
 * Plays a lab in a worker of this page. Returns at once; `state.phase` says how far it is.
 * @param lab or its id, for a worker that finds labs by itself
 */
export function openPlayedLab(lab: LabJson | string, options: OpenPlayedLabOptions): PlayedLab {
  const client = new EngineClient(lab, options);
  const call = client.call.bind(client);
  return {
    get state(): LabState {
      return client.state;
    },
    onChange: (listener) => client.onChange(listener),
    onSentence: (listener) => client.onSentence(listener),
    openTerminal: (): PlayedTerminal => openPlayedTerminal(client),
    files: {
      list: () => call('listFiles'),
      read: (name) => call('readFile', name),
      write: (name, text) => call('writeFile', name, text),
      onChange: (listener) => client.onFiles(listener),
    },
    findProblems: (yaml) => call('findProblems', yaml),
    completeField: (yaml, offset) => call('completeField', yaml, offset),
    check: () => call('check'),
    answer: (question, given) => call('answer', question, given),
    hint: () => call('hint'),
    reset: () => (client.state.phase === 'failed' ? client.beginAnew() : call('reset')),
    solve: (attempt) => call('solve', attempt),
    solutionLine: () => call('solutionLine'),
    undo: () => call('undo'),
    setRate: (rate) => call('setRate', rate),
    setVisible: (visible) => client.setVisible(visible),
    fastForward: (ms) => call('fastForward', ms),
    lookAt: (timeMs) => call('lookAt', timeMs),
    share: () => (client.isPlayedHere ? call('share') : shareKept(client)),
    copyState: () => (client.isPlayedHere ? call('copyState') : copyKept(client)),
    formerRun: () => call('formerRun'),
    takeOver: () => client.takeOver(),
    close: () => client.close(),
  };
}

export { LabPageError };
