import type { ByteString } from '../files/bytes.ts';
import type { ExitStatus } from '../ports.ts';
import type { Coroutine } from '../process/process.ts';
import type { Shell } from './shell.ts';

/** A pipeline that was started in the background, or stopped. */
export interface Job {
  readonly number: number;
  readonly group: number;
  /** Its processes, and how those that ended did. */
  readonly processes: Map<number, ExitStatus | undefined>;
  readonly text: ByteString;
  state: 'running' | 'stopped' | 'done';
  /** Whether the user was told of the state. */
  told: boolean;
  /** Whether `wait` has waited for it: it is forgotten when the next job needs its number. */
  waited?: boolean;
}

/** The jobs of one shell. */
export class Jobs {
  readonly #jobs: Job[] = [];

  add(pids: readonly number[], group: number, text: ByteString): Job {
    const number = this.takeNumber();
    const processes = new Map(pids.map((pid) => [pid, undefined]));
    const job: Job = { number, group, processes, text, state: 'running', told: true };
    this.#jobs.push(job);
    return job;
  }

  /**
   * The number of the next job: the lowest that is free, or that of a job that `wait` has waited for, which is
   * forgotten. A command in the foreground takes one too, for as long as it runs.
   */
  takeNumber(): number {
    for (let number = 1; ; number += 1) {
      const job = this.#jobs.find((known) => known.number === number);
      if (job && !(job.state === 'done' && job.waited)) continue;
      if (job) this.remove(job);
      return number;
    }
  }

  /** Takes over what another shell knows, as it is now. */
  copyFrom(other: Jobs): void {
    for (const job of other.#jobs) this.#jobs.push({ ...job, processes: new Map(job.processes) });
  }

  all(): readonly Job[] {
    return this.#jobs;
  }

  current(): Job | undefined {
    return this.#jobs.findLast((job) => job.state === 'stopped') ?? this.#jobs.at(-1);
  }

  /** The job that `%-` names. */
  previous(): Job | undefined {
    const current = this.current();
    return this.#jobs.findLast((job) => job !== current);
  }

  /** As `jobs` lists them: those that are stopped come first. */
  newestFirst(): Job[] {
    const jobs = this.#jobs.toReversed();
    return [...jobs.filter(({ state }) => state === 'stopped'), ...jobs.filter(({ state }) => state !== 'stopped')];
  }

  ofProcess(pid: number): Job | undefined {
    return this.#jobs.find((job) => job.processes.has(pid));
  }

  /** `%1`, `%%`, `%+`, `%-`, and (with job control: `hasNames`) `%name`. */
  find(text: ByteString, hasNames = false): Job | undefined {
    const rest = text.slice(1);
    if (rest === '' || rest === '%' || rest === '+') return this.current();
    if (rest === '-') return this.#jobs.at(-2) ?? this.current();
    if (/^\d+$/.test(rest)) return this.#jobs.find((job) => job.number === Number(rest));
    return hasNames ? this.#jobs.find((job) => job.text.startsWith(rest)) : undefined;
  }

  /** Records what `wait` told of a child. */
  note(pid: number, status: ExitStatus | 'stopped' | 'continued'): void {
    const job = this.ofProcess(pid);
    if (!job) return;
    if (status === 'stopped' || status === 'continued') {
      const state = status === 'stopped' ? 'stopped' : 'running';
      // Each process of a pipeline stops: the job is told of once.
      if (job.state === state) return;
      job.state = state;
    } else {
      job.processes.set(pid, status);
      if ([...job.processes.values()].every((known) => known !== undefined)) job.state = 'done';
    }
    job.told = false;
  }

  remove(job: Job): void {
    const index = this.#jobs.indexOf(job);
    if (index >= 0) this.#jobs.splice(index, 1);
  }
}

/** The exit status of a job: that of its last process. */
export function jobStatus(job: Job): number {
  return [...job.processes.values()].at(-1)?.code ?? 0;
}

/** Says that the shell does not end yet; it does at the next try. */
export function* warnOfStopped({ context }: Pick<Shell, 'context'>): Coroutine<number> {
  yield* context.write(2, 'You have stopped jobs.\n');
  return 0;
}
