import { LabPageError, type LabState } from '@podlab/lab-ui/model';
import type { LabJson } from '@podlab/lab-format';
import type { EngineCalls, EngineOrders, StartMessage, ToPage, ToWorker } from '../protocol.ts';
import { joinPart } from '../record/memory-keeper.ts';
import { runIdOf, type SavedRun } from '../record/saved-run.ts';
import { type StateChange, unpackChange } from '../state-change.ts';
import { CrashCount } from './crash-count.ts';
import type { OpenPlayedLabOptions } from './open-played-lab.ts';
import { openTabs, type Tabs } from './tabs.ts';
import { TypingPace } from './typing-pace.ts';
import { WorkerLink } from './worker-link.ts';

type TerminalMessage = Extract<ToPage, { readonly terminal: number }>;

/** Between two tries to load the worker's script. */
const loadAgainMs = 2_000;

/** What a page is told of at once, while all else is as it was. */
const ofThePhase: ReadonlySet<string> = new Set(['phase', 'progress', 'failure']);

interface Pending {
  resolve(value: unknown): void;
  reject(error: LabPageError): void;
}

/** The page's side of the port: the worker, its calls, and the state as the worker last told it. */
export class EngineClient {
  readonly #options: OpenPlayedLabOptions;
  readonly #lab: LabJson | string;
  /** Names the run among all that are kept. */
  readonly #run: string;
  readonly #tab = randomHex(8);
  readonly #seed = randomHex(8);
  readonly #pending = new Map<number, Pending>();
  readonly #listeners = new Set<() => void>();
  readonly #sentenceListeners = new Set<(sentence: string) => void>();
  readonly #fileListeners = new Set<() => void>();
  readonly #terminals = new Map<number, (message: TerminalMessage) => void>();
  readonly #tabs: Tabs;
  readonly #crashes = new CrashCount();
  readonly #pace = new TypingPace();
  /** Undefined: another tab plays, or the lab has failed. */
  #worker: WorkerLink | undefined;
  #state: LabState = Object.freeze(stateBefore());
  #held: Partial<LabState> = {};
  /** The worker's own script could not be loaded. */
  #isScriptMissing = false;
  /** As the worker has told it last, also while it is held back. */
  #timeline: LabState['timeline'];
  #calls = 0;
  #terminalCount = 0;
  #isVisible = true;
  #isClosed = false;
  #keep: StartMessage['keep'] = { where: 'browser' };

  constructor(lab: LabJson | string, options: OpenPlayedLabOptions) {
    this.#lab = lab;
    this.#options = options;
    this.#run = runIdOf({ lab: typeof lab === 'string' ? { id: lab } : lab, shared: options.shared });
    this.#tabs = openTabs({
      run: this.#run,
      tab: this.#tab,
      onLost: () => this.#leave(),
      onFree: () => this.#begin({ isRecovery: true }),
      onState: (change) => this.#change({ ...change, elsewhere: true }),
      state: () => this.#state,
    });
    void this.#enter();
  }

  get state(): LabState {
    return this.#state;
  }

  /** Whether a worker of this page plays the lab, and can be asked about it. */
  get isPlayedHere(): boolean {
    return this.#worker !== undefined && this.#state.phase === 'playing';
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  onSentence(listener: (sentence: string) => void): () => void {
    this.#sentenceListeners.add(listener);
    return () => this.#sentenceListeners.delete(listener);
  }

  onFiles(listener: () => void): () => void {
    this.#fileListeners.add(listener);
    return () => this.#fileListeners.delete(listener);
  }

  /** @returns the number of a new terminal */
  addTerminal(listener: (message: TerminalMessage) => void): number {
    this.#terminalCount += 1;
    this.#terminals.set(this.#terminalCount, listener);
    return this.#terminalCount;
  }

  removeTerminal(id: number): void {
    this.#terminals.delete(id);
  }

  call<Name extends keyof EngineCalls>(
    name: Name,
    ...args: Parameters<EngineCalls[Name]>
  ): ReturnType<EngineCalls[Name]> {
    const answer = new Promise((resolve, reject) => {
      const worker = this.#worker;
      if (!worker || (this.#state.phase === 'failed' && name !== 'close')) {
        reject(this.#state.elsewhere ? playedElsewhere() : notPlayed());
        return;
      }
      this.#calls += 1;
      this.#pending.set(this.#calls, { resolve, reject });
      worker.post({ type: 'call', id: this.#calls, name, args } as ToWorker);
    });
    return answer as ReturnType<EngineCalls[Name]>;
  }

  order<Name extends keyof EngineOrders>(name: Name, ...args: Parameters<EngineOrders[Name]>): void {
    this.#worker?.post({ type: 'order', name, args } as ToWorker);
  }

  setVisible(visible: boolean): void {
    this.#isVisible = visible;
    this.order('setVisible', visible);
  }

  /** The run as it was kept last, whether or not anything plays it. */
  async keptRun(): Promise<SavedRun | undefined> {
    if (this.#keep.where === 'memory') return this.#keep.run;
    const { readKeptRun } = await import('../record/indexed-db.ts');
    return readKeptRun(this.#run);
  }

  /** Begins the lab anew in a worker of its own: what was kept may be what workers end of. */
  async beginAnew(): Promise<void> {
    this.#worker?.terminate();
    this.#rejectAll('The lab begins anew.');
    this.#crashes.forget();
    if (this.#keep.where === 'memory') this.#keep = { ...this.#keep, run: undefined };
    this.#begin({ isAnew: true });
    await this.#played();
  }

  /** Plays the lab here, and no longer in the other tab. */
  async takeOver(): Promise<void> {
    if (this.#worker) return;
    const keep = await this.#tabs.takeOver();
    if (keep) this.#keep = keep;
    this.#begin({ isRecovery: true });
    await this.#played();
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#pace.stop();
    await this.#stopWorker();
    this.#tabs.close();
    this.#rejectAll('The lab was closed.');
  }

  async #enter(): Promise<void> {
    const isHere = await this.#tabs.claim();
    if (this.#isClosed) return;
    if (isHere) this.#begin();
    else this.#change({ elsewhere: true, phase: 'playing' });
  }

  /** Keeps all, and leaves the run to another tab. @returns where it is kept */
  async #leave(): Promise<StartMessage['keep']> {
    await this.#stopWorker();
    this.#rejectAll('Another tab plays this lab now.');
    this.#change({ elsewhere: true, phase: 'playing', failure: undefined });
    return this.#keep;
  }

  async #stopWorker(): Promise<void> {
    const worker = this.#worker;
    if (!worker) return;
    const closed = this.call('close');
    // Nothing else goes to it from here on.
    this.#worker = undefined;
    await worker.stop(closed);
  }

  #begin({ isRecovery = false, isAnew = false } = {}): void {
    this.#change({
      phase: isRecovery ? 'recovering' : 'starting',
      progress: isRecovery ? 'The cluster is being made again' : '',
      failure: undefined,
      elsewhere: false,
    });
    this.#held = {};
    const worker: WorkerLink = new WorkerLink({
      worker: this.#options.createWorker(),
      onMessage: (message) => this.#hear(message),
      onEnd: ({ why, isBegun }) => (isBegun ? this.#recover(worker, why) : this.#loadAgain(worker, isRecovery, isAnew)),
    });
    this.#worker = worker;
    worker.post({
      type: 'start',
      lab: this.#lab,
      build: this.#options.build,
      seed: this.#seed,
      tab: this.#tab,
      shared: this.#options.shared,
      keep: this.#keep,
      isRecovery,
      isAnew,
    });
  }

  #hear(message: ToPage): void {
    if (this.#isScriptMissing) {
      this.#isScriptMissing = false;
      this.#change({ missing: undefined });
    }
    switch (message.type) {
      case 'answer':
        this.#pace.drawNow();
        this.#settle(message.id)?.resolve(message.value);
        break;
      case 'failure': {
        this.#pace.drawNow();
        const { code, message: text, next } = message.failure;
        this.#settle(message.id)?.reject(new LabPageError(code, text, next));
        break;
      }
      case 'state': {
        const change = this.#unpack(message);
        this.#pace.next(() => {
          this.#show(change);
          this.order('seen');
        });
        break;
      }
      case 'sentence':
        for (const listener of this.#sentenceListeners) listener(message.sentence);
        break;
      case 'output':
      case 'terminal':
        this.#terminals.get(message.terminal)?.(message);
        break;
      case 'missing':
        this.#change({ missing: message.missing });
        break;
      case 'files':
        for (const listener of this.#fileListeners) listener();
        break;
      case 'keepInMemory':
        this.#keep = { where: 'memory', why: message.why, run: undefined };
        break;
      case 'keep':
        if (this.#keep.where === 'memory') this.#keep = { ...this.#keep, run: joinPart(this.#keep.run, message.part) };
        break;
      default:
    }
  }

  #unpack(message: StateChange): Partial<LabState> {
    const change = unpackChange(message, this.#timeline);
    if ('timeline' in change) this.#timeline = change.timeline;
    return change;
  }

  #settle(id: number): Pending | undefined {
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    return pending;
  }

  /** While the cluster is made again, the page shows it as it was: what a new worker does not know yet is held back. */
  #show(change: Partial<LabState>): void {
    if (this.#state.phase === 'recovering' && change.phase !== 'playing') {
      const parts = Object.entries(change);
      this.#held = { ...this.#held, ...Object.fromEntries(parts.filter(([key]) => !ofThePhase.has(key))) };
      this.#change(Object.fromEntries(parts.filter(([key]) => ofThePhase.has(key))));
      return;
    }
    const held = this.#held;
    this.#held = {};
    this.#change({ ...held, ...change });
  }

  #change(change: Partial<LabState>): void {
    const before = this.#state.phase;
    this.#state = Object.freeze({ ...this.#state, ...freezeDeep(change) });
    if (this.#state.phase === 'playing' && before !== 'playing') this.#onPlaying();
    this.#tabs.show(change);
    for (const listener of this.#listeners) listener();
  }

  #onPlaying(): void {
    for (const id of this.#terminals.keys()) this.call('openTerminal', id).catch(() => undefined);
    if (!this.#isVisible) this.order('setVisible', false);
  }

  /** Resolves when the lab can be played. @throws LabPageError when it has failed */
  #played(): Promise<void> {
    return new Promise((resolve, reject) => {
      const forget = this.onChange(() => {
        const { phase } = this.#state;
        if (phase !== 'playing' && phase !== 'failed') return;
        forget();
        if (phase === 'playing') resolve();
        else reject(notPlayed());
      });
    });
  }

  /** The script of a worker did not come: it is asked for until it does. */
  #loadAgain(worker: WorkerLink, isRecovery: boolean, isAnew: boolean): void {
    if (this.#isClosed || worker !== this.#worker) return;
    this.#worker = undefined;
    this.#isScriptMissing = true;
    this.#change({ missing: 'unreachable' });
    setTimeout(() => {
      if (!this.#isClosed && !this.#worker && !this.#state.elsewhere) this.#begin({ isRecovery, isAnew });
    }, loadAgainMs);
  }

  /** Begins another worker in the place of one that has ended; it takes the lab up where it was kept. */
  #recover(worker: WorkerLink, why: string | undefined): void {
    if (this.#isClosed || worker !== this.#worker) return;
    this.#rejectAll('The cluster had to be made again.');
    if (this.#crashes.add(performance.now())) {
      this.#begin({ isRecovery: true });
      return;
    }
    this.#worker = undefined;
    const message = `The cluster of this lab has crashed ${this.#crashes.count} times in a row${why ? ` (${why})` : ''}.`;
    const next =
      'What you did is kept. Reload the page to go on with it; if it crashes again, Reset begins the lab anew.';
    this.#change({ phase: 'failed', failure: { message, next } });
  }

  #rejectAll(message: string): void {
    for (const { reject } of this.#pending.values()) {
      reject(new LabPageError('NOT_PLAYING', message, 'Try again in a moment.'));
    }
    this.#pending.clear();
  }
}

function notPlayed(): LabPageError {
  return new LabPageError('NOT_PLAYING', 'The lab is not played any more.', 'Reload the page to play it again.');
}

function playedElsewhere(): LabPageError {
  return new LabPageError('NOT_PLAYING', 'This lab is played in another tab.', 'Go there, or play it here.');
}

function stateBefore(): LabState {
  return {
    phase: 'starting',
    progress: '',
    failure: undefined,
    report: undefined,
    picture: undefined,
    timeline: undefined,
    time: { nowMs: 0, startedMs: 0, rate: 1, looking: false },
    undo: { possible: false, of: undefined },
    kept: { where: 'browser', why: undefined },
    former: undefined,
    elsewhere: false,
    solved: false,
    missing: undefined,
  };
}

/** A page on plain HTTP has no `crypto.randomUUID`; this it has. */
function randomHex(bytes: number): string {
  return [...crypto.getRandomValues(new Uint8Array(bytes))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

function freezeDeep<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    for (const child of Object.values(value)) freezeDeep(child);
    Object.freeze(value);
  }
  return value;
}
