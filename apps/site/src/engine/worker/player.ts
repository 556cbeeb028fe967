import type { Clock } from '@podlab/apimachinery';
import { drawTimeline } from '@podlab/grader';
import { type Lab, labFromJson, type LabJson } from '@podlab/lab-format';
import {
  canBeTyped,
  type Hint,
  openSolutionGuide,
  openWorkplace,
  type PromptedLab,
  renderDifference,
  type SolutionGuide,
  terminalStyle,
  type Workplace,
} from '@podlab/lab-runner';
import {
  type Completion,
  type FieldHint,
  LabPageError,
  type LabState,
  type ManifestProblem,
} from '@podlab/lab-ui/model';
import { JournalError, type RunHost } from '@podlab/simulator';
import type { StartMessage, ToPage } from '../protocol.ts';
import type { RunKeeper } from '../record/run-keeper.ts';
import { RunRecord } from '../record/run-record.ts';
import type { SavedRun } from '../record/saved-run.ts';
import { runToFragment, runToJson } from '../record/share-text.ts';
import type { ManifestHelp } from './manifest-help.ts';
import { createMarkingTransport } from './marking-transport.ts';
import { Narration } from './narration.ts';
import { chooseOpening, newRun } from './opening.ts';
import { tellFailure } from './page-errors.ts';
import { Publisher } from './publisher.ts';
import { openRound, type Round } from './round.ts';
import { StateReader } from './state-reader.ts';
import { terminalRandom, Terminals } from './terminals.ts';

export interface PlayerOptions {
  readonly start: StartMessage;
  readonly host: RunHost;
  readonly keeper: RunKeeper;
  readonly send: (message: ToPage) => void;
}

/** A link longer than this is cut or refused by what people send it with. */
const longestLink = 60_000;

/** Plays one lab: the cluster, its session, the terminals, and everything that the page can ask for. */
export class LabPlayer {
  readonly lab: Lab & Pick<LabJson, 'solutions'>;
  readonly #options: PlayerOptions;
  readonly #publisher: Publisher;
  readonly #terminals: Terminals;
  readonly #reader = new StateReader();
  readonly #narration: Narration;
  readonly #closing = new AbortController();
  #kept: LabState['kept'];
  #round: Round | undefined;
  #workplace: Workplace | undefined;
  #phase: LabState['phase'];
  #progress = '';
  #failure: LabState['failure'];
  #rate = 1;
  #isVisible = true;
  #lookMs: number | undefined;
  #busy: string | undefined;
  #guide: SolutionGuide | undefined;
  #beginnings = 0;
  #help: Promise<ManifestHelp> | undefined;

  constructor(options: PlayerOptions) {
    const { start, host, send } = options;
    this.#options = options;
    this.lab = labFromJson(start.lab);
    this.#kept = { where: start.keep.where, why: start.keep.where === 'memory' ? start.keep.why : undefined };
    this.#phase = start.isRecovery ? 'recovering' : 'starting';
    this.#publisher = new Publisher(
      host,
      () => this.state(),
      (change) => send({ type: 'state', change }),
    );
    this.#narration = new Narration(host, (sentence) => send({ type: 'sentence', sentence }));
    this.#terminals = new Terminals(() => this.#needWorkplace(), send);
  }

  /** Begins the lab, or goes on with it. Never rejects: what went wrong is in the state. */
  async begin(): Promise<void> {
    const { start, host, keeper } = this.#options;
    this.#publisher.now();
    try {
      const fresh = { lab: this.lab, build: start.build, seed: start.seed, nowMs: host.clock.nowMs() };
      const { run, isKept, notices } = await chooseOpening(keeper, start.shared, fresh);
      if (run.journal.length > 0 && !start.isRecovery) this.#phase = 'resuming';
      const damage = await this.#open(run, isKept).catch((error: unknown) => {
        if (error instanceof JournalError) return error;
        throw error;
      });
      if (damage) await this.#open(newRun(fresh), false);
      for (const notice of notices) this.#narration.say(notice);
      if (damage) this.#narration.say(`The lab could not be taken up (${damage.message}), so it begins anew.`);
    } catch (error) {
      this.#fail(error);
    }
  }

  state(): LabState {
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
      elsewhere: false,
      solved: round?.record.meta.solved ?? false,
    };
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

  solve(attempt: string | undefined): Promise<{ readonly title: string; readonly lines: readonly string[] }> {
    const solutions = this.lab.solutions.filter(canBeTyped);
    const chosen = attempt === undefined ? solutions[0] : solutions.find(({ id }) => id === attempt);
    if (!chosen) {
      const known = solutions.map(({ id, title }) => `${id} (${title})`).join(', ');
      throw new LabPageError('UNKNOWN', 'There is no such solution that can be typed.', `There are: ${known}.`);
    }
    return this.#alone('it begins anew', async () => {
      await this.#restart(this.#newRun(), 'starting');
      this.#playing().record.setMeta({ solved: true });
      this.#guide = openSolutionGuide(chosen, () => this.#playing().session, {
        transport: this.#playing().run.transport,
        clock: this.#playing().run.clock,
        signal: this.#closing.signal,
      });
      this.#publisher.now();
      return { title: this.#guide.title, lines: this.#guide.lines };
    });
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
    const fragment = await runToFragment(this.#playing().record.saved());
    if (fragment.length <= longestLink) return fragment;
    throw new LabPageError(
      'TOO_LONG',
      `So much has happened that the link would have ${fragment.length} characters, more than ${longestLink}.`,
      'Copy the state instead: it is a text that can be sent as a file.',
    );
  }

  async copyState(): Promise<string> {
    return runToJson(this.#playing().record.saved());
  }

  async listFiles(): Promise<readonly string[]> {
    return this.#needWorkplace().home.paths();
  }

  async readFile(name: string): Promise<string> {
    const text = this.#needWorkplace().home.read(name);
    if (text === undefined) throw new LabPageError('UNKNOWN', `There is no file ${name}.`, 'Choose another one.');
    return text;
  }

  async writeFile(name: string, text: string): Promise<void> {
    const { home } = this.#needWorkplace();
    home.write(name, text);
    this.#round?.record.setFiles([...home.files()]);
  }

  async findProblems(yaml: string): Promise<readonly ManifestProblem[]> {
    return (await this.#manifestHelp()).findProblems(yaml);
  }

  async completeField(yaml: string, offset: number): Promise<readonly FieldHint[]> {
    return (await this.#manifestHelp()).completeField(yaml, offset);
  }

  async openTerminal(id: number): Promise<void> {
    this.#terminals.open(id);
  }

  async run(id: number, line: string): Promise<number> {
    if (this.#lookMs !== undefined) {
      throw new LabPageError('BUSY', 'You are looking at the past.', 'Come back to now first.');
    }
    const prefix = (await this.#guide?.prepare(line).catch(() => '')) ?? '';
    return this.#terminals.run(id, line, prefix);
  }

  complete(id: number, line: string, cursor: number): Promise<Completion> {
    return this.#terminals.find(id).complete(line, cursor);
  }

  type(id: number, text: string | undefined): void {
    this.#terminals.find(id).type(text);
  }

  interrupt(id: number): void {
    this.#terminals.find(id).interrupt();
  }

  resize(id: number, columns: number, rows: number): void {
    this.#terminals.find(id).resize({ columns, rows });
  }

  closeTerminal(id: number): void {
    this.#terminals.close(id);
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

  /** Shows everything again, to a tab that has come. */
  showAll(): LabState {
    return this.state();
  }

  /** Ends everything; what was kept stays. */
  async close(): Promise<void> {
    this.#closing.abort();
    this.#publisher.stop();
    this.#narration.stop();
    this.#workplace?.close();
    await this.#round?.close();
    this.#options.keeper.flush();
  }

  /** Comes with the first question: most learners change no manifest for minutes. */
  #manifestHelp(): Promise<ManifestHelp> {
    this.#help ??= import('./manifest-help.ts').then(({ createManifestHelp }) => createManifestHelp(this.lab.id));
    return this.#help;
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
    round.run.onDifference((difference) => this.#terminals.notice(renderDifference(difference, terminalStyle(true))));
    if (this.#workplace) this.#workplace.home.replace(new Map(run.files));
    else this.#workplace = this.#openWorkplace(run);
    this.#phase = 'playing';
    this.#progress = '';
    this.#options.send({ type: 'files' });
    this.#applyRate();
    this.#publisher.now();
  }

  #openWorkplace({ files, meta }: SavedRun): Workplace {
    const { host } = this.#options;
    return openWorkplace({
      clock: this.#clock(),
      yieldToHost: host.yieldToHost,
      random: terminalRandom(meta.seed),
      prompted: this.#prompted(),
      transport: createMarkingTransport(
        () => this.#round?.run.transport,
        () => this.#mark(),
      ),
      namespace: this.lab.id,
      files: new Map(files),
      onFilesChange: () => {
        this.#round?.record.setFiles([...this.#needWorkplace().home.files()]);
        this.#options.send({ type: 'files' });
      },
    });
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
      timeline: ({ columns, colored }) => drawTimeline(this.#playing().session.history, { columns, colour: colored }),
      check: () => this.check(),
      hint: () => this.hint(),
      answer: (question, given) => this.answer(question, given),
      reset: (onText) => this.reset(onText),
      fastForward: (seconds) => this.fastForward(seconds * 1000),
    };
  }

  #mark(): void {
    const { record } = this.#playing();
    const { line, isMarked } = this.#terminals.takeMark();
    if (isMarked) return;
    record.mark(line);
    this.#publisher.request();
  }

  #onChange(): void {
    this.#publisher.request();
    this.#narration.look(this.state());
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

  #needWorkplace(): Workplace {
    if (this.#workplace) return this.#workplace;
    throw new LabPageError('NOT_PLAYING', 'The lab is not ready.', 'Wait until it has begun.');
  }

  #fail(error: unknown): void {
    if (this.#closing.signal.aborted) return;
    this.#phase = 'failed';
    const { message, next } = tellFailure(error);
    this.#failure = { message, next };
    this.#publisher.now();
  }
}
