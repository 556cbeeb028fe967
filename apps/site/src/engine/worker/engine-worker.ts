import type { LabJson } from '@podlab/lab-format';
import { LabPageError } from '@podlab/lab-ui/model';
import type { CallMessage, EngineCalls, OrderMessage, StartMessage, ToPage, ToWorker } from '../protocol.ts';
import { openIndexedDbKeeper } from '../record/indexed-db-keeper.ts';
import { createMemoryKeeper } from '../record/memory-keeper.ts';
import type { RunKeeper } from '../record/run-keeper.ts';
import { SwitchingKeeper } from '../record/switching-keeper.ts';
import { runIdOf } from '../record/saved-run.ts';
import { tellFailure } from './page-errors.ts';
import { LabPlayer, type StartOfLab } from './player.ts';
import { workerHost } from './worker-host.ts';

/** The worker's side of the port: plays one lab, from the first message to the last. */
export class EngineWorker {
  readonly #post: (message: ToPage) => void;
  readonly #loadLab: (id: string) => Promise<LabJson>;
  readonly #host = workerHost();
  #keeper: SwitchingKeeper | undefined;
  #player: LabPlayer | undefined;

  /**
   * @param post hands a message to the page
   * @param loadLab finds a lab by its id; default: none is known
   */
  constructor(post: (message: ToPage) => void, loadLab: (id: string) => Promise<LabJson> = unknownLab) {
    this.#post = post;
    this.#loadLab = loadLab;
  }

  receive(message: ToWorker): void {
    if (message.type === 'prepare') this.#loadLab(message.lab).catch(() => undefined);
    else if (message.type === 'start') void this.#start(message);
    else if (message.type === 'call') void this.#answer(message);
    else if (message.type === 'order') this.#obey(message);
  }

  /** Takes a lock that the browser gives back when this worker ends, however it ends: so the page learns of it at once. */
  #sayAlive(tab: string): void {
    const locks = (globalThis.navigator as Partial<Navigator> | undefined)?.locks;
    const lock = `podlab-worker:${tab}:${this.#host.clock.nowMs()}`;
    const held = locks?.request(lock, () => {
      this.#post({ type: 'alive', lock });
      return new Promise<never>(() => undefined);
    });
    // Where the browser gives this page no locks, the page asks now and then.
    held?.catch(() => undefined);
  }

  async #start({ lab, ...start }: StartMessage): Promise<void> {
    this.#sayAlive(start.tab);
    try {
      const loaded = typeof lab === 'string' ? await this.#loadLab(lab) : lab;
      await this.#play({ ...start, lab: loaded });
    } catch (error) {
      const message = `The lab could not be loaded: ${error instanceof Error ? error.message : String(error)}`;
      const failure = { message, next: 'Look at the connection, then reload the page.' };
      this.#post({ type: 'state', change: { phase: 'failed', failure } });
    }
  }

  async #play(start: StartOfLab): Promise<void> {
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

  async #openKeeper(start: StartOfLab): Promise<{ keeper: RunKeeper; keep: StartMessage['keep'] }> {
    if (start.keep.where === 'memory') return { keeper: this.#memoryKeeper(start.keep.run), keep: start.keep };
    try {
      const keeper = await openIndexedDbKeeper(runIdOf(start), (error) => this.#storageFailed(error));
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
    if (name === 'close') return this.#close();
    const player = this.#player;
    if (!player) {
      throw new LabPageError('NOT_PLAYING', 'The lab is not ready.', 'Wait until it has begun.');
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

  async #close(): Promise<void> {
    await this.#player?.close();
    this.#keeper?.close();
  }
}

function unknownLab(id: string): Promise<never> {
  return Promise.reject(new Error(`this worker knows no lab ${id}.`));
}

function whyNotKept(error: unknown): string {
  const name = error instanceof Error ? error.name : '';
  if (name === 'QuotaExceededError') {
    return 'The storage of this browser is full, so this lab ends with the page. Free some space, or download the lab.';
  }
  const what = error instanceof Error ? error.message : String(error);
  return `This browser keeps nothing for this page (${what}), so this lab ends with it.`;
}
