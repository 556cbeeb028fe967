import { setTimeout as sleep } from 'node:timers/promises';
import type { LabState } from '@podlab/lab-ui/model';
import type { ToPage } from '../protocol.ts';
import { createMemoryKeeper, joinPart } from '../record/memory-keeper.ts';
import type { SavedRun } from '../record/saved-run.ts';
import { LabPlayer, type PlayerState, type StartOfLab } from '../worker/player.ts';
import { workerHost } from '../worker/worker-host.ts';
import { unpackChange } from '../state-change.ts';
import { readLab } from './read-lab.ts';

export interface PlayerUnderTest {
  readonly player: LabPlayer;
  readonly state: LabState;
  /** What was kept outside so far. */
  readonly kept: SavedRun | undefined;
  readonly sentences: readonly string[];
  /** How many changes of the state were told. */
  readonly changes: number;
  /** Runs a line in the terminal. @returns what it printed, both streams, and its exit code */
  run(line: string): Promise<{ readonly text: string; readonly code: number }>;
  /** Everything printed so far. */
  readonly printed: string;
  readonly takes: string;
  /** Says that output has been shown, all of which came before; then goes on to say so at once, or no more. */
  show(goesOn: boolean): void;
  until(isSo: (state: PlayerState) => boolean, withinMs?: number): Promise<void>;
}

/** Plays a lab in this process, without a worker and a page. */
export async function openPlayer(options: Partial<StartOfLab> = {}): Promise<PlayerUnderTest> {
  let state = {} as LabState;
  let kept: SavedRun | undefined;
  let printed = '';
  let takes = '';
  let unshown = 0;
  let shows = true;
  const sayShown = () => {
    player.desk.shown(1, unshown);
    unshown = 0;
  };
  let changes = 0;
  const sentences: string[] = [];
  const keep = options.keep ?? { where: 'memory', why: 'a test', run: undefined };
  const send = (message: ToPage) => {
    keeper.flush();
    if (message.type === 'state') {
      changes += 1;
      state = { ...state, ...unpackChange(structuredClone(message), state.timeline) };
      queueMicrotask(() => player.seen());
    }
    if (message.type === 'output') {
      printed += message.text;
      unshown += message.text.length;
      if (shows) queueMicrotask(sayShown);
    }
    if (message.type === 'terminal') takes = message.takes;
    if (message.type === 'sentence') sentences.push(message.sentence);
  };
  const keeper = createMemoryKeeper(keep.where === 'memory' ? keep.run : undefined, (part) => {
    kept = joinPart(kept, structuredClone(part));
  });
  kept = keep.where === 'memory' ? keep.run : undefined;
  const start: StartOfLab = {
    type: 'start',
    lab: await readLab('replaced-not-restarted'),
    build: 'test',
    seed: 'test',
    tab: 'tab',
    shared: undefined,
    isRecovery: false,
    isAnew: false,
    ...options,
    keep,
  };
  const player: LabPlayer = new LabPlayer({ start, host: workerHost(), keeper, send });
  await player.begin();
  if (state.phase === 'playing') await player.desk.openTerminal(1);
  return {
    player,
    get state() {
      return state;
    },
    get kept() {
      return kept;
    },
    get changes() {
      return changes;
    },
    sentences,
    get printed() {
      return printed;
    },
    get takes() {
      return takes;
    },
    show(goesOn) {
      shows = goesOn;
      sayShown();
    },
    async run(line) {
      const from = printed.length;
      const code = await player.desk.run(1, line);
      return { text: printed.slice(from), code };
    },
    async until(isSo, withinMs = 30_000) {
      const endMs = performance.now() + withinMs;
      while (!isSo(player.state())) {
        if (performance.now() > endMs) throw new Error(`it was not so within ${withinMs} ms`);
        await sleep(20);
      }
    },
  };
}
