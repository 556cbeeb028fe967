import { LabPageError, type LabState } from '@podlab/lab-ui/model';
import type { CallMessage, EngineCalls, OrderMessage, StartMessage, ToPage, ToWorker } from '../protocol.ts';
import { openIndexedDbKeeper } from '../record/indexed-db-keeper.ts';
import { createMemoryKeeper } from '../record/memory-keeper.ts';
import type { RunKeeper } from '../record/run-keeper.ts';
import { SwitchingKeeper } from '../record/switching-keeper.ts';
import { tellFailure } from './page-errors.ts';
import { LabPlayer } from './player.ts';
import { openTabs, type Tabs } from './tabs.ts';
import { workerHost } from './worker-host.ts';

/** The worker's side of the port: plays a lab when this tab may, and shows what another one plays otherwise. */
export class EngineWorker {
  readonly #post: (message: ToPage) => void;
  readonly #host = workerHost();
  #start: StartMessage | undefined;
  #keeper: SwitchingKeeper | undefined;
  #player: LabPlayer | undefined;
  #tabs: Tabs | undefined;

  /** @param post hands a message to the page */
  constructor(post: (message: ToPage) => void) {
    this.#post = post;
  }

  receive(message: ToWorker): void {
    if (message.type === 'start') void this.#begin(message);
    else if (message.type === 'call') void this.#answer(message);
    else this.#obey(message);
  }

  async #begin(start: StartMessage): Promise<void> {
    this.#start = start;
    void this.#sayAlive(start.tab);
    const tabs = openTabs({
      labId: start.lab.id,
      tab: start.tab,
      onLost: () => this.#leave(),
      onFree: () => void this.#play(),
      onState: (change) => this.#post({ type: 'state', change: { ...change, elsewhere: true } }),
      onWatcher: () => this.#player && tabs.show(this.#player.state()),
    });
    this.#tabs = tabs;
    if (start.isRecovery ? await tabs.reclaim() : await tabs.claim()) await this.#play();
    else this.#post({ type: 'state', change: { elsewhere: true, phase: 'playing' } });
  }

  /** Takes a lock that the browser gives back when this worker ends, however it ends: so the page learns of it at once. */
  async #sayAlive(tab: string): Promise<void> {
    const locks = (globalThis.navigator as Partial<Navigator> | undefined)?.locks;
    const lock = `podlab-worker:${tab}:${this.#host.clock.nowMs()}`;
    await locks?.request(lock, () => {
      this.#post({ type: 'alive', lock });
      return new Promise<never>(() => undefined);
    });
  }

  async #play(): Promise<void> {
    const start = this.#start;
    if (!start) return;
    const { keeper, keep } = await this.#openKeeper(start);
    this.#keeper = new SwitchingKeeper(keeper);
    this.#player = new LabPlayer({
      start: { ...start, keep },
      host: this.#host,
      keeper: this.#keeper,
      send: (message) => this.#send(message),
    });
    await this.#player.begin();
  }

  async #openKeeper(start: StartMessage): Promise<{ keeper: RunKeeper; keep: StartMessage['keep'] }> {
    if (start.keep.where === 'memory') return { keeper: this.#memoryKeeper(start.keep.run), keep: start.keep };
    const id = start.shared === undefined ? start.lab.id : `${start.lab.id}#shared`;
    try {
      const keeper = await openIndexedDbKeeper(id, (error) => this.#storageFailed(error));
      return { keeper, keep: start.keep };
    } catch (error) {
      const why = whyNotKept(error);
      this.#post({ type: 'keepInMemory', why });
      return { keeper: this.#memoryKeeper(undefined), keep: { where: 'memory', why, run: undefined } };
    }
  }

  #memoryKeeper(run: Parameters<typeof createMemoryKeeper>[0]): RunKeeper {
    return createMemoryKeeper(run, (part) => this.#post({ type: 'keep', part }));
  }

  #storageFailed(error: unknown): void {
    const why = whyNotKept(error);
    const keeper = this.#memoryKeeper(undefined);
    this.#keeper?.switchTo(keeper);
    this.#post({ type: 'keepInMemory', why });
    const run = this.#player?.keepInMemory(why);
    if (run) keeper.begin(run);
    keeper.flush();
  }

  /** What is shown is kept. */
  #send(message: ToPage): void {
    this.#keeper?.flush();
    this.#post(message);
    if (message.type === 'state') this.#tabs?.show(message.change);
  }

  async #leave(): Promise<void> {
    await this.#player?.close();
    this.#keeper?.close();
    this.#player = undefined;
    this.#post({ type: 'state', change: { elsewhere: true } });
  }

  async #answer({ id, name, args }: CallMessage): Promise<void> {
    try {
      const value = await this.#call(name, args);
      this.#send({ type: 'answer', id, value });
    } catch (error) {
      this.#send({ type: 'failure', id, failure: tellFailure(error) });
    }
  }

  #call(name: keyof EngineCalls, args: readonly unknown[]): Promise<unknown> {
    if (name === 'takeOver') return this.#takeOver();
    if (name === 'close') return this.#close();
    const player = this.#player;
    if (!player) {
      throw new LabPageError('NOT_PLAYING', 'This lab is played in another tab.', 'Go there, or play it here.');
    }
    const owner = name in player ? player : player.desk;
    const call = (owner as unknown as Record<string, (...given: unknown[]) => Promise<unknown>>)[name];
    return call?.apply(owner, [...args]) ?? Promise.resolve();
  }

  #obey({ name, args }: OrderMessage): void {
    if (name === 'ping') {
      this.#post({ type: 'pong' });
      return;
    }
    const player = this.#player;
    if (!player) return;
    const owner = name in player ? player : player.desk;
    const order = (owner as unknown as Record<string, (...given: unknown[]) => void>)[name];
    try {
      order?.apply(owner, [...args]);
    } catch (error) {
      // A terminal that was closed meanwhile: there is nobody to tell.
      if (!(error instanceof LabPageError)) throw error;
    }
  }

  async #takeOver(): Promise<void> {
    if (this.#player) return;
    await this.#tabs?.takeOver();
    this.#post({ type: 'state', change: { elsewhere: false } satisfies Partial<LabState> });
    await this.#play();
  }

  async #close(): Promise<void> {
    await this.#player?.close();
    this.#keeper?.close();
    this.#tabs?.close();
  }
}

function whyNotKept(error: unknown): string {
  const name = error instanceof Error ? error.name : '';
  if (name === 'QuotaExceededError') {
    return 'The storage of this browser is full, so this lab ends with the page. Free some space, or download the lab.';
  }
  const what = error instanceof Error ? error.message : String(error);
  return `This browser keeps nothing for this page (${what}), so this lab ends with it.`;
}
