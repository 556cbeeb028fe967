import { LabPageError, type LabState } from '@podlab/lab-ui/model';
import type { LabJson } from '@podlab/lab-format';
import type { EngineCalls, EngineOrders, StartMessage, ToPage, ToWorker } from '../protocol.ts';
import { joinPart } from '../record/memory-keeper.ts';
import type { OpenPlayedLabOptions } from './open-played-lab.ts';

/** How often a worker is asked whether it still lives, and how long it may take to say so. */
const askEveryMs = 2_000;
const silentMs = 10_000;
/** So many workers in a row that end by themselves, and it is of no use to begin another one. */
const mostCrashes = 3;

type TerminalMessage = Extract<ToPage, { readonly terminal: number }>;

interface Pending {
  resolve(value: unknown): void;
  reject(error: LabPageError): void;
}

/** The page's side of the port: the worker, its calls, and the state as the worker last told it. */
export class EngineClient {
  readonly #options: OpenPlayedLabOptions;
  readonly #lab: LabJson;
  readonly #tab = randomHex(8);
  readonly #seed = randomHex(8);
  readonly #pending = new Map<number, Pending>();
  readonly #listeners = new Set<() => void>();
  readonly #sentenceListeners = new Set<(sentence: string) => void>();
  readonly #fileListeners = new Set<() => void>();
  readonly #terminals = new Map<number, (message: TerminalMessage) => void>();
  #worker: Worker;
  #state: LabState = Object.freeze(stateBefore());
  #calls = 0;
  #terminalCount = 0;
  #crashes = 0;
  #isVisible = true;
  #isClosed = false;
  #heardAtMs = performance.now();
  readonly #asking: ReturnType<typeof setInterval>;
  #keep: StartMessage['keep'] = { where: 'browser' };

  constructor(lab: LabJson, options: OpenPlayedLabOptions) {
    this.#lab = lab;
    this.#options = options;
    this.#worker = this.#begin(false);
    this.#asking = setInterval(() => this.#ask(), askEveryMs);
  }

  get state(): LabState {
    return this.#state;
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
      if (this.#isClosed || this.#state.phase === 'failed') {
        reject(new LabPageError('NOT_PLAYING', 'The lab is not played any more.', 'Reload the page to play it again.'));
        return;
      }
      this.#calls += 1;
      this.#pending.set(this.#calls, { resolve, reject });
      this.#post({ type: 'call', id: this.#calls, name, args } as ToWorker);
    });
    return answer as ReturnType<EngineCalls[Name]>;
  }

  order<Name extends keyof EngineOrders>(name: Name, ...args: Parameters<EngineOrders[Name]>): void {
    if (!this.#isClosed) this.#post({ type: 'order', name, args } as ToWorker);
  }

  setVisible(visible: boolean): void {
    this.#isVisible = visible;
    this.order('setVisible', visible);
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    await this.call('close').catch(() => undefined);
    this.#isClosed = true;
    clearInterval(this.#asking);
    this.#worker.terminate();
    this.#rejectAll('The lab was closed.');
  }

  #begin(isRecovery: boolean): Worker {
    const worker = this.#options.createWorker();
    worker.addEventListener('message', ({ data }: MessageEvent<ToPage>) => this.#hear(worker, data));
    worker.addEventListener('error', (event) => {
      event.preventDefault();
      this.#recover(worker, event.message);
    });
    this.#heardAtMs = performance.now();
    const start: StartMessage = {
      type: 'start',
      lab: this.#lab,
      build: this.#options.build,
      seed: this.#seed,
      tab: this.#tab,
      shared: this.#options.shared,
      keep: this.#keep,
      isRecovery,
    };
    worker.postMessage(start, []);
    return worker;
  }

  #hear(worker: Worker, message: ToPage): void {
    if (worker !== this.#worker) return;
    this.#heardAtMs = performance.now();
    switch (message.type) {
      case 'answer':
        this.#settle(message.id)?.resolve(message.value);
        break;
      case 'failure': {
        const { code, message: text, next } = message.failure;
        this.#settle(message.id)?.reject(new LabPageError(code, text, next));
        break;
      }
      case 'state':
        this.#change(message.change);
        this.order('seen');
        break;
      case 'sentence':
        for (const listener of this.#sentenceListeners) listener(message.sentence);
        break;
      case 'output':
      case 'terminal':
        this.#terminals.get(message.terminal)?.(message);
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
      case 'alive':
        void navigator.locks.request(message.lock, () => this.#recover(worker, 'it ended without a word'));
        break;
      case 'pong':
        break;
    }
  }

  #settle(id: number): Pending | undefined {
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    return pending;
  }

  #change(change: Partial<LabState>): void {
    const before = this.#state.phase;
    this.#state = Object.freeze({ ...this.#state, ...freezeDeep(change) });
    if (this.#state.phase === 'playing' && before !== 'playing') this.#onPlaying();
    for (const listener of this.#listeners) listener();
  }

  #onPlaying(): void {
    for (const id of this.#terminals.keys()) this.call('openTerminal', id).catch(() => undefined);
    if (!this.#isVisible) this.order('setVisible', false);
  }

  #ask(): void {
    if (document.visibilityState === 'hidden') {
      this.#heardAtMs = performance.now();
      return;
    }
    if (performance.now() - this.#heardAtMs > silentMs) this.#recover(this.#worker, 'it did not answer');
    else this.order('ping');
  }

  /** Begins another worker in the place of one that has ended; it takes the lab up where it was kept. */
  #recover(worker: Worker, why: string): void {
    if (this.#isClosed || worker !== this.#worker) return;
    worker.terminate();
    this.#rejectAll('The cluster had to be made again.');
    this.#crashes += 1;
    if (this.#crashes > mostCrashes) {
      const message = `What plays this lab has ended ${this.#crashes} times (${why}).`;
      this.#change({
        phase: 'failed',
        failure: { message, next: 'Reload the page to go on from where it was kept.' },
      });
      return;
    }
    this.#change({ phase: 'recovering', progress: 'The cluster is being made again' });
    this.#worker = this.#begin(true);
  }

  #rejectAll(message: string): void {
    for (const { reject } of this.#pending.values()) {
      reject(new LabPageError('NOT_PLAYING', message, 'Try again in a moment.'));
    }
    this.#pending.clear();
  }

  #post(message: ToWorker): void {
    this.#worker.postMessage(message, []);
  }
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
    elsewhere: false,
    solved: false,
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
