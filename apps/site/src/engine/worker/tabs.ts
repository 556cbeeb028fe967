import type { LabState } from '@podlab/lab-ui/model';

/** The tabs of one browser that show the same lab: one plays it, the others watch. */
export interface Tabs {
  /** @returns whether this tab plays from now on; false: another one does */
  claim(): Promise<boolean>;
  /** Goes on in the place of a worker of this tab that has ended. @returns true */
  reclaim(): Promise<true>;
  /** Asks the tab that plays to leave it to this one, and plays from then on. */
  takeOver(): Promise<void>;
  /** Shows what has changed to tabs that watch. */
  show(change: Partial<LabState>): void;
  close(): void;
}

export interface TabsOptions {
  readonly labId: string;
  readonly tab: string;
  /** Another tab takes over: resolves when everything is kept. */
  readonly onLost: () => Promise<void>;
  /** The tab that played has gone. */
  readonly onFree: () => void;
  /** What the tab that plays shows. */
  readonly onState: (change: Partial<LabState>) => void;
  /** A tab that watches has come: it needs the whole state. */
  readonly onWatcher: () => void;
}

type TabMessage =
  | { readonly type: 'who'; readonly from: string }
  | { readonly type: 'playing'; readonly from: string }
  | { readonly type: 'leave'; readonly from: string }
  | { readonly type: 'left'; readonly from: string }
  | { readonly type: 'state'; readonly from: string; readonly change: Partial<LabState> };

/** How long a tab that plays may take to say so, where the browser has no locks. */
const answerMs = 250;
/** How long it may take to leave; a tab that does not answer is taken from. */
const leaveMs = 3_000;
/** How often a tab that watches asks whether anybody plays, where the browser has no locks. */
const askAgainMs = 2_000;

export function openTabs(options: TabsOptions): Tabs {
  return new BrowserTabs(options);
}

class BrowserTabs implements Tabs {
  readonly #options: TabsOptions;
  readonly #name: string;
  readonly #channel: BroadcastChannel;
  readonly #locks = (globalThis.navigator as Partial<Navigator> | undefined)?.locks;
  readonly #heard = new Set<(message: TabMessage) => void>();
  #release: (() => void) | undefined;
  #isPlaying = false;
  #queued: AbortController | undefined;
  #asking: ReturnType<typeof setInterval> | undefined;
  #isClosed = false;

  constructor(options: TabsOptions) {
    this.#options = options;
    this.#name = `podlab:${options.labId}`;
    this.#channel = new BroadcastChannel(this.#name);
    this.#channel.addEventListener('message', ({ data }: MessageEvent<TabMessage>) => this.#hear(data));
  }

  async claim(): Promise<boolean> {
    const isFree = this.#locks
      ? await this.#lock({ ifAvailable: true })
      : !(await this.#asks('who', 'playing', answerMs));
    if (isFree) this.#isPlaying = true;
    else this.#watch();
    return isFree;
  }

  async reclaim(): Promise<true> {
    if (this.#locks) await this.#lock({ steal: true });
    return (this.#isPlaying = true);
  }

  async takeOver(): Promise<void> {
    this.#stopWatching();
    await this.#asks('leave', 'left', leaveMs);
    if (this.#locks) await this.#lock({ steal: true });
    this.#isPlaying = true;
  }

  show(change: Partial<LabState>): void {
    if (this.#isPlaying && !this.#isClosed) this.#send({ type: 'state', from: this.#options.tab, change });
  }

  close(): void {
    this.#isClosed = true;
    this.#stopWatching();
    this.#release?.();
    this.#channel.close();
  }

  #hear(message: TabMessage): void {
    for (const listener of this.#heard) listener(message);
    const { tab, onState, onWatcher } = this.#options;
    if (message.type === 'state' && !this.#isPlaying) onState(message.change);
    if (!this.#isPlaying) return;
    if (message.type === 'who') {
      this.#send({ type: 'playing', from: tab });
      onWatcher();
    }
    if (message.type === 'leave') void this.#leave();
  }

  async #leave(): Promise<void> {
    this.#isPlaying = false;
    await this.#options.onLost();
    this.#release?.();
    this.#release = undefined;
    this.#send({ type: 'left', from: this.#options.tab });
    this.#watch();
  }

  #watch(): void {
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
        void this.#asks('who', 'playing', answerMs).then((isPlayed) => !isPlayed && this.#free());
      }, askAgainMs);
    }
  }

  #free(): void {
    if (this.#isClosed || this.#isPlaying) return;
    this.#stopWatching();
    this.#isPlaying = true;
    this.#options.onFree();
  }

  #stopWatching(): void {
    this.#queued?.abort();
    this.#queued = undefined;
    clearInterval(this.#asking);
  }

  /** @returns whether the lock is held now */
  #lock(request: LockOptions): Promise<boolean> {
    return new Promise((resolve, reject) => {
      const done = this.#locks?.request(this.#name, request, (lock) => {
        resolve(lock !== null);
        if (lock === null) return undefined;
        return new Promise<void>((release) => (this.#release = release));
      });
      done?.catch((error: unknown) => {
        // Stolen by a tab that found nobody to ask.
        if (this.#isPlaying) void this.#leave();
        reject(error);
      });
    });
  }

  /** @returns whether somebody answered in time */
  #asks(question: 'who' | 'leave', answer: TabMessage['type'], withinMs: number): Promise<boolean> {
    return new Promise((resolve) => {
      const end = (answered: boolean) => {
        clearTimeout(timer);
        this.#heard.delete(listen);
        resolve(answered);
      };
      const listen = ({ type }: TabMessage) => type === answer && end(true);
      const timer = setTimeout(() => end(false), withinMs);
      this.#heard.add(listen);
      this.#send({ type: question, from: this.#options.tab });
    });
  }

  #send(message: TabMessage): void {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel has no such argument
    if (!this.#isClosed) this.#channel.postMessage(message);
  }
}
