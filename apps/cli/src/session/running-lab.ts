import type { Difference, KubeletState } from '@podlab/simulator';
import type { EngineName, OpenedCluster } from '@podlab/clusters';
import { drawTimeline, type LabReport } from '@podlab/grader';
import { type Hint, openSession, playAttempt, type Session } from '@podlab/lab-runner';
import type { Attempt, Lab } from '@podlab/lab-format';
import { CliError } from '../errors.ts';
import type { Host } from '../host.ts';
import type { LabPaths } from '../state/paths.ts';
import { type SessionFile, writeSession } from '../state/session-file.ts';
import { type LabRun, openLabRun } from './lab-run.ts';
import { createProgressKeeper } from './progress-keeper.ts';
import type { LabStatus, View } from './protocol.ts';
import { switchKubelet } from './switch-kubelet.ts';

/** A lab that this process plays: its cluster and its session, until it is closed. */
export interface RunningLab {
  readonly lab: Lab;
  readonly resumed: boolean;
  /** How it stands, as of the last evaluation. */
  status(view: View): LabStatus;
  readonly report: LabReport;
  /** Told whenever it was evaluated, and after a reset. @returns a function that ends it */
  onChange(listener: () => void): () => void;
  /** Told of each difference from a real cluster that the learner meets. @returns a function that stops it */
  onDifference(listener: (difference: Difference) => void): () => void;
  check(): Promise<void>;
  hint(): Promise<Hint | undefined>;
  answer(question: string | undefined, given: string): Promise<void>;
  /** Begins anew. */
  reset(onText: (text: string) => void): Promise<void>;
  /** Begins anew and plays a solution. It does not count as progress. */
  solve(attempt: string | undefined, onText: (text: string) => void): Promise<void>;
  fastForward(seconds: number): Promise<void>;
  /** Stops or starts the kubelet of a node. */
  setKubelet(node: string, state: KubeletState): Promise<void>;
  /** Aborted, with the reason, when the lab cannot be played on: its record cannot be written. */
  readonly failure: AbortSignal;
  /** Stops playing; what was recorded stays. Resolves when nothing is running any more. Idempotent. */
  close(): Promise<void>;
}

export interface ClusterRequest {
  readonly lab: Lab;
  readonly paths: LabPaths;
  readonly session: SessionFile;
  readonly resumed: boolean;
  readonly onText: (text: string) => void;
  /** To be told when the cluster cannot be kept any longer. */
  readonly onFailure: (error: unknown) => void;
  readonly signal: AbortSignal;
}

export interface RunningLabOptions {
  readonly host: Host;
  readonly lab: Lab;
  readonly engine: EngineName;
  readonly paths: LabPaths;
  readonly progressPath: string;
  readonly fresh: boolean;
  /** Those of the lab's files; they are read when one is to be played. */
  readonly loadSolutions: () => Promise<readonly Attempt[]>;
  /** Makes the run's cluster, or takes it up again. @returns also the session when it changed (a port) */
  readonly openCluster: (request: ClusterRequest) => Promise<{ cluster: OpenedCluster; session: SessionFile }>;
  /** Steps of set-up and other news, for a person. */
  readonly onText: (text: string) => void;
  readonly signal: AbortSignal;
}

/** What is taken apart and put together again by a reset. */
interface Round {
  readonly run: LabRun;
  readonly cluster: OpenedCluster;
  readonly session: Session;
  close(): Promise<void>;
}

/** Sets a lab up, or goes on with it. @returns once it can be played */
export async function openRunningLab(options: RunningLabOptions): Promise<RunningLab> {
  const { host, lab, onText } = options;
  const listeners = new Set<() => void>();
  const differenceListeners = new Set<(difference: Difference) => void>();
  const keeper = createProgressKeeper({
    host,
    path: options.progressPath,
    lab,
    onAside: ({ path, reason }) => onText(`Your progress could not be read: ${reason}. It is kept in ${path}.`),
  });
  /** A solution that types itself is not the learner's doing. */
  let counts = true;
  let round: Round;
  let busy: string | undefined;
  /** Why there is no session now. */
  let broken: string | undefined;
  const failing = new AbortController();

  const publish = () => {
    if (counts) keeper.keep(round.session.report);
    for (const listener of listeners) listener();
  };
  const enter = (next: Round) => {
    round = next;
    round.session.onChange(publish);
    round.cluster.onDifference?.((difference) => {
      for (const listener of differenceListeners) listener(difference);
    });
    publish();
  };
  const alone = async <T>(what: string, work: () => Promise<T>): Promise<T> => {
    if (busy) throw new CliError('NOT_POSSIBLE', `The lab is busy: ${busy}.`, { next: 'Try again when that is done.' });
    busy = what;
    try {
      return await work();
    } finally {
      busy = undefined;
    }
  };
  const restart = async (text: (line: string) => void) => {
    await round.close();
    broken = 'it is being set up';
    try {
      enter(await openRound({ ...options, fresh: true, onText: text }, failing));
      broken = undefined;
    } catch (error) {
      broken = error instanceof Error ? error.message : String(error);
      throw error;
    }
  };
  const current = (): Session => {
    if (broken === undefined) return round.session;
    throw new CliError('NOT_POSSIBLE', `The lab could not begin anew: ${broken}`, { next: 'Try `reset` again.' });
  };

  enter(await openFirstRound(options, failing));
  return {
    lab,
    get resumed() {
      return round.run.resumed;
    },
    status: ({ columns, colored }) => ({
      lab: lab.id,
      title: lab.title,
      engine: round.cluster.engine,
      namespace: round.session.namespace,
      kubeconfig: round.cluster.kubeconfig,
      report: round.session.report,
      timeline: drawTimeline(round.session.timeline(), { columns, colour: colored }),
    }),
    get report() {
      return round.session.report;
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    onDifference(listener) {
      differenceListeners.add(listener);
      return () => differenceListeners.delete(listener);
    },
    async check() {
      if (!busy) await current().check();
    },
    hint: () => alone('a hint is being looked for', () => current().hint()),
    async answer(question, given) {
      await alone('an answer is being recorded', () => current().answer(question, given));
    },
    reset: (text) =>
      alone('it begins anew', async () => {
        counts = true;
        await restart(text);
      }),
    solve: (id, text) =>
      alone('a solution is being played', async () => {
        const solutions = await options.loadSolutions();
        const attempt = id === undefined ? solutions[0] : solutions.find((solution) => solution.id === id);
        if (!attempt) throw unknownSolution(lab, solutions, id);
        counts = false;
        await restart(text);
        text(attempt.title);
        const { transport, clock } = round.cluster;
        const { signal } = options;
        const onStep = (line: string) => text(`$ ${line}`);
        await playAttempt(attempt, round.session, {
          transport,
          clock,
          signal,
          onStep,
          onOutput: (out) => text(out.trimEnd()),
        });
        await waitForVerdict(round.session, host, signal);
      }),
    fastForward: (seconds) =>
      alone('time is being moved', async () => {
        const { fastForward, engine } = round.cluster;
        if (!fastForward) {
          throw new CliError('NOT_POSSIBLE', `Time cannot be moved on ${engine}: it is a real cluster.`, {
            next: 'Wait, or play the lab on the embedded cluster: --engine embedded',
          });
        }
        current().note(`fast-forward ${seconds} s`);
        await fastForward(seconds, { signal: options.signal });
        await round.session.check();
      }),
    setKubelet: (node, state) =>
      alone('a kubelet is being switched', async () => {
        current().note(`kubelet of ${node} ${state}`);
        switchKubelet(round.cluster, { node, state });
        await round.session.check();
      }),
    failure: failing.signal,
    async close() {
      await round.close();
      await keeper.flush();
    },
  };
}

/** A journal that cannot be read is kept aside, and the lab begins anew. */
async function openFirstRound(options: RunningLabOptions, failing: AbortController): Promise<Round> {
  try {
    return await openRound(options, failing);
  } catch (error) {
    if (!(error instanceof CliError && error.code === 'STATE_CORRUPT')) throw error;
    options.onText(error.message);
    options.onText('The lab begins anew. Steps passed before stay passed in your progress.');
    return openRound({ ...options, fresh: true }, failing);
  }
}

async function openRound(options: RunningLabOptions, failing: AbortController): Promise<Round> {
  const { host, lab, paths, engine, fresh, onText } = options;
  const stopping = new AbortController();
  const signal = AbortSignal.any([options.signal, stopping.signal, failing.signal]);
  const fail = (error: unknown) => failing.abort(error);
  const run = openLabRun({ host, paths, lab, engine, fresh, onFailure: fail });
  for (const notice of run.notices) onText(notice);
  const closers: (() => Promise<void> | void)[] = [() => run.log.close()];
  let closing: Promise<void> | undefined;
  const close = () =>
    (closing ??= (async () => {
      stopping.abort();
      for (const closer of closers.toReversed()) await closer();
    })());
  try {
    const { cluster, session: file } = await options.openCluster({
      lab,
      paths,
      session: run.session,
      resumed: run.resumed,
      onText,
      onFailure: fail,
      signal,
    });
    closers.push(() => cluster.close());
    const session = await openSession({
      lab,
      transport: cluster.transport,
      clock: cluster.clock,
      namespace: run.session.namespace,
      log: run.log,
      onProgress: ({ phase, text }) => phase !== 'ready' && onText(text),
      signal,
    });
    closers.push(() => session.stop());
    await cluster.settle();
    writeSession(paths.session, { ...file, ready: true });
    return { run, cluster, session, close };
  } catch (error) {
    await close();
    failing.signal.throwIfAborted();
    throw error;
  }
}

/** How long a solution may take to be seen as passed after its last step. */
const solvedWithinMs = 60_000;

function waitForVerdict(session: Session, host: Host, signal: AbortSignal): Promise<void> {
  if (session.report.verdict === 'passed') return Promise.resolve();
  return new Promise((resolve, reject) => {
    const late = host.sleep(solvedWithinMs, { signal });
    const stop = session.onChange((report: LabReport) => {
      if (report.verdict === 'passed') finish();
    });
    const finish = () => {
      stop();
      resolve();
    };
    late.then(finish, (error: unknown) => {
      stop();
      reject(error);
    });
  });
}

function unknownSolution(lab: Lab, solutions: readonly Attempt[], id: string | undefined): CliError {
  return new CliError('USAGE', `The lab ${lab.id} has no solution \`${id ?? ''}\`.`, {
    next: `Its solutions:\n${solutions.map((solution) => `${solution.id}: ${solution.title}`).join('\n')}`,
  });
}
