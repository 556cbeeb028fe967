import type { RunKeeper } from './run-keeper.ts';

/** Keeps a run in one place until that fails, and in another one from then on. */
export class SwitchingKeeper implements RunKeeper {
  #keeper: RunKeeper;

  constructor(keeper: RunKeeper) {
    this.#keeper = keeper;
  }

  /** From now on, without what was kept before. */
  switchTo(keeper: RunKeeper): void {
    this.#keeper = keeper;
  }

  load: RunKeeper['load'] = () => this.#keeper.load();
  begin: RunKeeper['begin'] = (run) => this.#keeper.begin(run);
  addJournal: RunKeeper['addJournal'] = (entry) => this.#keeper.addJournal(entry);
  addHistory: RunKeeper['addHistory'] = (entry) => this.#keeper.addHistory(entry);
  put: RunKeeper['put'] = (what, value) => this.#keeper.put(what, value);
  flush: RunKeeper['flush'] = () => this.#keeper.flush();
  close: RunKeeper['close'] = () => this.#keeper.close();
}
