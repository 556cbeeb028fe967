import type { Clock } from '@podlab/apimachinery';
import { type Lab, labFromJson, type LabJson } from '@podlab/lab-format';
import { canBeTyped, type Hint, type PromptedLab, type SolutionGuide } from '@podlab/lab-runner';
import { LabPageError, type LabState } from '@podlab/lab-ui/model';
import { type Difference, JournalError, loadAhead, loadAllAhead, type RunHost } from '@podlab/simulator';
import type { StartMessage, ToPage } from '../protocol.ts';
import type { RunKeeper } from '../record/run-keeper.ts';
import { RunRecord } from '../record/run-record.ts';
import type { SavedRun } from '../record/saved-run.ts';
import { runToJson, runToLink } from '../record/share-text.ts';
import { Desk } from './desk.ts';
import { loadTools } from './load-tools.ts';
import { Narration } from './narration.ts';
import { chooseOpening, type FormerRun, newRun } from './opening.ts';
import { tellFailure } from './page-errors.ts';
import { Publisher } from './publisher.ts';
import { openRound, type Round } from './round.ts';
import { StateReader } from './state-reader.ts';
import { savesData } from './worker-host.ts';

/** Between two pieces of code that nobody has asked for yet; while one is loaded, this thread stands still. */
const restMs = 50;
/** A page that has opened no terminal by then may show none. */
const longestOpeningMs = 3_000;

/** What a run begins with, the lab found. */
export type StartOfLab = StartMessage & { readonly lab: LabJson };

export interface PlayerOptions {
  readonly start: StartOfLab;
  readonly host: RunHost;
  readonly keeper: RunKeeper;
  readonly send: (message: ToPage) => void;
}

/** What the player knows of the lab's state; what of its code is missing the worker tells by itself. */
export type PlayerState = Omit<LabState, 'missing'>;

/** Plays one lab: the cluster, its session, the terminals, and everything that the page can ask for. */
export class LabPlayer {
  readonly lab: Lab & Pick<LabJson, 'solutions'>;
  readonly #options: PlayerOptions;
  readonly #publisher: Publisher;
  /** Where the learner works. */
  readonly desk: Desk;
  readonly #reader = new StateReader();
  readonly #narration: Narration;
  readonly #closing = new AbortController();
  #kept: LabState['kept'];
  #round: Round | undefined;
  #phase: LabState['phase'];
  #progress = '';
  #failure: LabState['failure'];
  #former: FormerRun | undefined;
  /** A solution that is being typed. */
  #guide: SolutionGuide | undefined;
  #rate = 1;
  #isVisible = true;
  #lookMs: number | undefined;
  #busy: string | undefined;
  #beginnings = 0;

  constructor(options: PlayerOptions) {
    const { start, host, send } = options;
    this.#options = options;
    this.lab = labFromJson(start.lab);
    this.#kept = { where: start.keep.where, why: start.keep.where === 'memory' ? start.keep.why : undefined };
    this.#phase = start.isRecovery ? 'recovering' : 'starting';
    this.#publisher = new Publisher(
      host,
      () => this.state(),
      (change) => send({ type: 'state', ...change }),
    );
    this.#narration = new Narration(host, (sentence) => send({ type: 'sentence', sentence }));
    this.desk = new Desk({
      lab: this.lab,
      yieldToHost: host.yieldToHost,
      seed: start.seed,
      clock: this.#clock(),
      prompted: this.#prompted(),
      transport: () => this.#round?.run.transport,
      isLooking: () => this.#lookMs !== undefined,
      onMark: (line) => {
        this.#playing().record.mark(line);
        this.#publisher.request();
      },
      onFiles: (kept) => this.#round?.record.setFiles(kept),
      send,
    });
  }

  /** Begins the lab, or goes on with it. Never rejects: what went wrong is in the state. */
  async begin(): Promise<void> {
    const { start, host, keeper } = this.#options;
    this.#publisher.now();
    try {
      const fresh = { lab: this.lab, build: start.build, seed: start.seed, nowMs: host.clock.nowMs() };
      const { run, isKept, notices, former } = await chooseOpening({ ...start, keeper }, fresh);
      this.#former = former;
      if (run.journal.length > 0 && !start.isRecovery) this.#phase = 'resuming';
      const damage = await this.#open(run, isKept).catch((error: unknown) => {
        if (error instanceof JournalError) return error;
        throw error;
      });
      if (damage) {
        this.#former = { why: `It could not be played again: ${damage.message}.`, content: run };
        await this.#open(newRun(fresh), false);
      }
      for (const notice of notices) this.#narration.say(notice);
      if (damage) this.#narration.say(`The lab could not be taken up (${damage.message}), so it begins anew.`);
    } catch (error) {
      this.#fail(error);
    }
  }

  state(): PlayerState {
    const { host } = this.#options;
    const round = this.#round;
    const mark = round?.record.marks.at(-1);
    const view = { rate: this.#rate, lookMs: this.#lookMs, hostMs: host.clock.nowMs() };
    return {
      phase: this.#phase,
      progress: this.#progress,
      failure: this.#failure,
      report: round?.session.report,
      ...this.#reader.draw(round, this.#lookMs),
      time: this.#reader.time(round, view),
      undo: { possible: mark !== undefined, of: mark?.line },
      kept: this.#kept,
      former: this.#former && { why: this.#former.why },
      elsewhere: false,
      solved: round?.record.meta.solved ?? false,
    };
  }

  /** @throws LabPageError when there is none */
  async formerRun(): Promise<string> {
    if (!this.#former) throw new LabPageError('UNKNOWN', 'There is no earlier run.', 'Go on with this one.');
    return JSON.stringify(this.#former.content);
  }

  async check(): Promise<void> {
    await this.#playing().session.check();
    this.#publisher.now();
  }

  async answer(question: string | undefined, given: string): Promise<void> {
    await this.#playing().session.answer(question, given);
    this.#publisher.now();
  }

  hint(): Promise<Hint | undefined> {
    return this.#playing().session.hint();
  }

  reset(onText?: (text: string) => void): Promise<void> {
    return this.#alone('it begins anew', () => this.#restart(this.#newRun(), 'starting', onText));
  }

  solve(attempt: string | undefined): Promise<{ readonly title: string; readonly count: number }> {
    const solutions = this.lab.solutions.filter(canBeTyped);
    const chosen = attempt === undefined ? solutions[0] : solutions.find(({ id }) => id === attempt);
    if (!chosen) {
      const known = solutions.map(({ id, title }) => `${id} (${title})`).join(', ');
      throw new LabPageError('UNKNOWN', 'There is no such solution that can be typed.', `There are: ${known}.`);
    }
    return this.#alone('it begins anew', async () => {
      await this.#restart(this.#newRun(), 'starting');
      this.#playing().record.setMeta({ solved: true });
      const { openSolutionGuide } = await loadTools();
      this.#guide = openSolutionGuide(chosen, () => this.#playing().session, {
        transport: this.#playing().run.transport,
        clock: this.#playing().run.clock,
        signal: this.#closing.signal,
      });
      this.#publisher.now();
      return { title: this.#guide.title, count: this.#guide.count };
    });
  }

  async solutionLine(): Promise<string | undefined> {
    return this.#guide?.nextLine();
  }

  undo(): Promise<void> {
    return this.#alone('a command is being taken back', async () => {
      const before = this.#playing().record.beforeLastMark();
      if (!before) {
        throw new LabPageError('NOTHING_TO_UNDO', 'No command has changed anything yet.', 'Go on with the step.');
      }
      await this.#restart(before, 'resuming');
    });
  }

  async setRate(rate: number): Promise<void> {
    if (!(rate >= 0 && rate <= 64)) {
      throw new LabPageError('UNKNOWN', `Time cannot pass ${rate} times as fast.`, 'Choose a rate from 0 to 64.');
    }
    this.#rate = rate;
    this.#applyRate();
  }

  setVisible(visible: boolean): void {
    this.#isVisible = visible;
    this.#applyRate();
  }

  fastForward(ms: number): Promise<void> {
    return this.#alone('time is being moved', async () => {
      const { session, run } = this.#playing();
      session.note(`fast-forward ${ms / 1000} s`);
      await run.fastForward(ms, { signal: this.#closing.signal });
      await session.check();
      this.#publisher.now();
    });
  }

  async lookAt(timeMs: number | undefined): Promise<void> {
    const { run } = this.#playing();
    this.#lookMs = timeMs === undefined || timeMs >= run.clock.nowMs() ? undefined : timeMs;
    this.#applyRate();
  }

  async share(): Promise<string> {
    return runToLink(this.#playing().record.saved());
  }

  async copyState(): Promise<string> {
    return runToJson(this.#playing().record.saved());
  }

  seen(): void {
    this.#publisher.seen();
  }

  /** Storage has failed: the page keeps the run from now on. @returns the whole of it */
  keepInMemory(why: string): SavedRun | undefined {
    this.#kept = { where: 'memory', why };
    this.#publisher.request();
    return this.#round?.record.saved();
  }

  /** Ends everything; what was kept stays. */
  async close(): Promise<void> {
    this.#closing.abort();
    this.#publisher.stop();
    this.#narration.stop();
    this.desk.close();
    await this.#round?.close();
    this.#options.keeper.flush();
  }

  #newRun(): SavedRun {
    const { start, host } = this.#options;
    this.#beginnings += 1;
    const seed = `${start.seed}-${this.#beginnings}`;
    return newRun({ lab: this.lab, build: start.build, seed, nowMs: host.clock.nowMs() });
  }

  async #restart(run: SavedRun, phase: LabState['phase'], onText?: (text: string) => void): Promise<void> {
    this.#phase = phase;
    this.#guide = undefined;
    this.#lookMs = undefined;
    const before = this.#round;
    this.#round = undefined;
    try {
      await before?.close();
      await this.#open(run, false, onText);
    } catch (error) {
      this.#fail(error);
      throw error;
    }
  }

  async #open(run: SavedRun, isKept: boolean, onText?: (text: string) => void): Promise<void> {
    const { host, keeper } = this.#options;
    const record = new RunRecord(run, keeper, isKept);
    const round = await openRound({
      lab: this.lab,
      host,
      record,
      signal: this.#closing.signal,
      onProgress: (text) => {
        this.#progress = text;
        onText?.(text);
        this.#publisher.request();
      },
    });
    this.#round = round;
    round.session.onChange(() => this.#onChange());
    this.desk.layOut(run.files);
    this.#phase = 'playing';
    this.#progress = '';
    this.#applyRate();
    this.#publisher.now();
    // Last, as code is loaded for it; the ledger for whoever listens.
    void this.#loadAhead().catch(() => undefined);
    round.run.onDifference((difference) => void this.#tell(difference).catch(() => undefined));
  }

  /** First what a first command needs; then, piece by piece, all that may come to run: it needs no network any more. */
  async #loadAhead(): Promise<void> {
    const rest = () => this.#options.host.clock.sleep(restMs, { signal: this.#closing.signal });
    const { loadWorkplace } = await loadTools();
    // What is loaded before the page has its terminal would come before the prompt.
    const { clock } = this.#options.host;
    await Promise.race([this.desk.opened, clock.sleep(longestOpeningMs, { signal: this.#closing.signal })]);
    await rest();
    await loadAhead();
    await this.desk.manifestHelp();
    if (savesData()) return;
    await loadWorkplace(rest);
    await loadAllAhead(rest);
  }

  /** The clock of the cluster as it is now. */
  #clock(): Clock {
    const { host } = this.#options;
    const current = () => this.#round?.run.clock ?? host.clock;
    return { nowMs: () => current().nowMs(), sleep: (ms, options) => current().sleep(ms, options) };
  }

  #prompted(): PromptedLab {
    const report = () => this.#playing().session.report;
    return {
      lab: this.lab,
      get report() {
        return report();
      },
      timeline: async ({ columns, colored }) =>
        (await loadTools()).drawTimeline(this.#playing().session.timeline(), { columns, colour: colored }),
      check: () => this.check(),
      hint: () => this.hint(),
      answer: (question, given) => this.answer(question, given),
      reset: (onText) => this.reset(onText),
      fastForward: (seconds) => this.fastForward(seconds * 1000),
    };
  }

  async #tell(difference: Difference): Promise<void> {
    const { renderDifference, terminalStyle } = await loadTools();
    this.desk.notice(renderDifference(difference, terminalStyle(true)));
  }

  #onChange(): void {
    this.#publisher.request();
    this.#narration.look(() => this.state().picture);
  }

  #applyRate(): void {
    const isMoving = this.#isVisible && this.#lookMs === undefined;
    this.#round?.run.setRate(isMoving ? this.#rate : 0);
    this.#publisher.request();
  }

  async #alone<T>(what: string, work: () => Promise<T>): Promise<T> {
    if (this.#busy) throw new LabPageError('BUSY', `The lab is busy: ${this.#busy}.`, 'Try again when that is done.');
    this.#busy = what;
    try {
      return await work();
    } finally {
      this.#busy = undefined;
    }
  }

  #playing(): Round {
    if (this.#round) return this.#round;
    throw new LabPageError('NOT_PLAYING', 'The lab is not ready.', 'Wait until it has begun.');
  }

  #fail(error: unknown): void {
    if (this.#closing.signal.aborted) return;
    this.#phase = 'failed';
    this.#failure = tellFailure(error);
    this.#publisher.now();
  }
}
