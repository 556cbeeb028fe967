import type { LabState } from '@podlab/lab-ui/model';
import type { StartMessage } from '../protocol.ts';

/** The tabs of one browser that show the same run: one plays it, the others watch. */
export interface Tabs {
  /** @returns whether this tab plays from now on; false: another one does */
  claim(): Promise<boolean>;
  /**
   * Asks the tab that plays to leave the run to this one, which plays from then on.
   * @returns where that tab kept it, when nobody else can read it there
   */
  takeOver(): Promise<StartMessage['keep'] | undefined>;
  /** Shows what has changed to tabs that watch. */
  show(change: Partial<LabState>): void;
  close(): void;
}

export interface TabsOptions {
  /** Names the run. */
  readonly run: string;
  readonly tab: string;
  /** Another tab takes over. Resolves when all is kept, with where. */
  readonly onLost: () => Promise<StartMessage['keep']>;
  /** The tab that played has gone. */
  readonly onFree: () => void;
  /** What the tab that plays shows. */
  readonly onState: (change: Partial<LabState>) => void;
  /** The whole state, for a tab that has come to watch. */
  readonly state: () => LabState;
}

type TabMessage =
  | { readonly type: 'who'; readonly from: string }
  | { readonly type: 'playing'; readonly from: string }
  | { readonly type: 'leave'; readonly from: string }
  | { readonly type: 'left'; readonly from: string; readonly to: string; readonly keep: StartMessage['keep'] }
  | { readonly type: 'state'; readonly from: string; readonly change: Partial<LabState> };

/** How long a tab that plays may take to say so, where the browser has no locks. */
const answerMs = 250;
/** How long it may take to leave; a tab that does not answer is taken from. */
const leaveMs = 3_000;
/** How often a tab that watches asks whether anybody plays, where the browser has no locks. */
const askAgainMs = 2_000;

/** Held by the page, not by its worker: a worker that ends and is begun again leaves the run to nobody. */
export function openTabs(options: TabsOptions): Tabs {
  return new BrowserTabs(options);
}

class BrowserTabs implements Tabs {
  readonly #options: TabsOptions;
  readonly #name: string;
  readonly #channel: BroadcastChannel;
  readonly #heard = new Set<(message: TabMessage) => void>();
  #locks = (globalThis.navigator as Partial<Navigator>).locks;
  #release: (() => void) | undefined;
  /** This tab has left the run to another one, which takes the lock now. */
  #onTaken: (() => void) | undefined;
  #isPlaying = false;
  #isWatched = false;
  #queued: AbortController | undefined;
  #asking: ReturnType<typeof setInterval> | undefined;
  #isClosed = false;

  constructor(options: TabsOptions) {
    this.#options = options;
    this.#name = `podlab:${options.run}`;
    this.#channel = new BroadcastChannel(this.#name);
    this.#channel.addEventListener('message', ({ data }: MessageEvent<TabMessage>) => this.#hear(data));
  }

  async claim(): Promise<boolean> {
    const isFree = await this.#claim();
    if (isFree) this.#isPlaying = true;
    else this.#watch();
    return isFree;
  }

  async takeOver(): Promise<StartMessage['keep'] | undefined> {
    this.#stopWatching();
    const left = await this.#asks('leave', 'left', leaveMs);
    await this.#lock({ steal: true });
    this.#begin();
    return left?.type === 'left' && left.keep.where === 'memory' ? left.keep : undefined;
  }

  show(change: Partial<LabState>): void {
    if (!this.#isPlaying || !this.#isWatched) return;
    // A lab that has failed in one tab may be taken up by another one.
    const { phase, failure: _failure, ...shown } = change;
    const told = phase === undefined || phase === 'failed' ? shown : { ...shown, phase };
    this.#send({ type: 'state', from: this.#options.tab, change: told });
  }

  close(): void {
    this.#isClosed = true;
    this.#stopWatching();
    this.#release?.();
    this.#channel.close();
  }

  #hear(message: TabMessage): void {
    for (const listener of this.#heard) listener(message);
    const { tab, onState, state } = this.#options;
    if (message.type === 'state' && !this.#isPlaying) onState(message.change);
    if (!this.#isPlaying) return;
    if (message.type === 'who') {
      this.#send({ type: 'playing', from: tab });
      this.#isWatched = true;
      this.show(state());
    }
    if (message.type === 'leave') void this.#leave(message.from);
  }

  /** @param to the tab that asked; undefined: the run was taken without a word, after this tab had not answered */
  async #leave(to: string | undefined): Promise<void> {
    this.#isPlaying = false;
    this.#isWatched = false;
    const keep = await this.#options.onLost();
    if (to === undefined) {
      this.#watch();
      return;
    }
    // The lock is taken, not given back: otherwise a third tab that waits for it could come in between.
    const end = () => {
      clearTimeout(timer);
      this.#onTaken = undefined;
      this.#release?.();
      this.#watch();
    };
    const timer = setTimeout(end, leaveMs);
    this.#onTaken = end;
    this.#send({ type: 'left', from: this.#options.tab, to, keep });
    if (!this.#locks) end();
  }

  #watch(): void {
    if (this.#isClosed || this.#isPlaying || this.#queued || this.#asking !== undefined) return;
    this.#send({ type: 'who', from: this.#options.tab });
    if (this.#locks) {
      const queued = new AbortController();
      this.#queued = queued;
      this.#lock({ signal: queued.signal }).then(
        () => this.#free(),
        () => undefined,
      );
    } else {
      this.#asking = setInterval(() => {
        void this.#asks('who', 'playing', answerMs).then((answer) => !answer && this.#free());
      }, askAgainMs);
    }
  }

  #free(): void {
    if (this.#isClosed || this.#isPlaying) return;
    this.#stopWatching();
    this.#begin();
    this.#options.onFree();
  }

  /** Plays in the place of another tab, before the eyes of others perhaps. */
  #begin(): void {
    this.#isPlaying = true;
    this.#isWatched = true;
  }

  #stopWatching(): void {
    this.#queued?.abort();
    this.#queued = undefined;
    clearInterval(this.#asking);
    this.#asking = undefined;
  }

  async #claim(): Promise<boolean> {
    if (this.#locks) {
      try {
        return await this.#lock({ ifAvailable: true });
      } catch {
        // A browser that forbids this page to keep anything gives it no locks either.
        this.#locks = undefined;
      }
    }
    return (await this.#asks('who', 'playing', answerMs)) === undefined;
  }

  /** @returns whether the lock is held now */
  #lock(request: LockOptions): Promise<boolean> {
    return new Promise((resolve, reject) => {
      if (!this.#locks) {
        resolve(true);
        return;
      }
      const done = this.#locks.request(this.#name, request, (lock) => {
        resolve(lock !== null);
        return lock === null ? undefined : new Promise<void>((release) => (this.#release = release));
      });
      done.catch((error: unknown) => {
        reject(error);
        // Taken by a tab that had no answer.
        if (this.#isPlaying) void this.#leave(undefined);
        else this.#onTaken?.();
      });
    });
  }

  /** @returns the answer, when one came in time */
  #asks(question: 'who' | 'leave', answer: TabMessage['type'], withinMs: number): Promise<TabMessage | undefined> {
    return new Promise((resolve) => {
      const { tab } = this.#options;
      const end = (answered?: TabMessage) => {
        clearTimeout(timer);
        this.#heard.delete(listen);
        resolve(answered);
      };
      const listen = (message: TabMessage) => {
        if (message.type === answer && (message.type !== 'left' || message.to === tab)) end(message);
      };
      const timer = setTimeout(end, withinMs);
      this.#heard.add(listen);
      this.#send({ type: question, from: tab });
    });
  }

  #send(message: TabMessage): void {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel has no such argument
    if (!this.#isClosed) this.#channel.postMessage(message);
  }
}
