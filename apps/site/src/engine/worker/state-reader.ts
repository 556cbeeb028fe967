import type { LabState } from '@podlab/lab-ui/model';
import { ClockState } from './clock-state.ts';
import { entryAt, pictureOf } from './picture-history.ts';
import type { Round } from './round.ts';

/** Reads what the page shows off a round; makes it anew only when the record has grown. */
export class StateReader {
  readonly #clock = new ClockState();
  #drawn: { readonly key: string; readonly round: Round | undefined } & Pick<LabState, 'picture' | 'timeline'> = {
    key: '',
    round: undefined,
    picture: undefined,
    timeline: undefined,
  };

  /** @param lookMs a time in the run's past that is looked at */
  draw(round: Round | undefined, lookMs: number | undefined): Pick<LabState, 'picture' | 'timeline'> {
    const key = `${round?.session.history.length} ${lookMs}`;
    if (this.#drawn.round !== round || this.#drawn.key !== key) {
      const history = round?.session.history;
      const nowMs = lookMs ?? round?.run.clock.nowMs() ?? 0;
      this.#drawn = {
        key,
        round,
        picture: history && pictureOf(history, nowMs, lookMs === undefined ? undefined : entryAt(history, lookMs)),
        timeline: round?.session.timeline(),
      };
    }
    const { picture, timeline } = this.#drawn;
    return { picture, timeline };
  }

  /** @param hostMs the machine's time */
  time(
    round: Round | undefined,
    view: { readonly rate: number; readonly lookMs: number | undefined; readonly hostMs: number },
  ) {
    const now = {
      nowMs: view.lookMs ?? round?.run.clock.nowMs() ?? 0,
      startedMs: round?.record.meta.startedMs ?? 0,
      rate: view.rate,
      looking: view.lookMs !== undefined,
    };
    return this.#clock.read(now, view.hostMs);
  }
}
