import type { Clock } from '@podlab/apimachinery';
import { createMemoryLog, type LabReport, type Verdict } from '@podlab/grader';
import type { KubeTransport } from '@podlab/kube-client';
import type { Lab, ProvenLab } from '@podlab/lab-format';
import { playAttempt } from '../attempt/play-attempt.ts';
import { openSession } from '../session/open-session.ts';
import type { Session } from '../session/session.ts';
import { judgeProof, type Proof, type ProofJudgement, proofsOf } from './proof.ts';

/** A place to play one attempt in. */
export interface ProofCluster {
  readonly transport: KubeTransport;
  readonly clock: Clock;
  readonly namespace: string;
  /** Frees it, with what was made in it. */
  close(): Promise<void>;
}

export interface VerifyOptions {
  readonly lab: ProvenLab;
  /** Gives a place for one proof: a cluster of its own, or a namespace of a shared one. */
  readonly openCluster: (proof: Proof, options: { readonly signal: AbortSignal }) => Promise<ProofCluster>;
  /** Whether proofs share a cluster: those that change more than their namespace are then played alone, last. */
  readonly shared: boolean;
  /** How many are played at the same time. */
  readonly parallel: number;
  /** The machine's time, for durations. */
  readonly wallClock: Clock;
  readonly onResult?: (result: ProofResult) => void;
  readonly signal: AbortSignal;
}

export interface ProofResult extends ProofJudgement {
  readonly proof: Proof;
  /** undefined when no verdict was had: `fault` says why. */
  readonly verdict: Verdict | undefined;
  /** Milliseconds of the machine, and of the cluster. */
  readonly wallMs: number;
  readonly clusterMs: number;
}

/** A verdict that is not `passed` counts once nothing has changed for this long. */
const settleMs = 8_000;
/** A solution that has not passed by then does not. */
const passTimeoutMs = 60_000;
const pollMs = 250;

/** Plays all proofs of a lab. @returns the results in the order of `proofsOf` */
export async function verifyLab(options: VerifyOptions): Promise<readonly ProofResult[]> {
  const proofs = proofsOf(options.lab);
  const alone = (proof: Proof) => options.shared && proof.attempt.touches === 'cluster';
  const results = new Map<Proof, ProofResult>();
  const prove = async (proof: Proof) => {
    const result = await proveOne(proof, options);
    results.set(proof, result);
    options.onResult?.(result);
  };
  await inParallel(
    proofs.filter((proof) => !alone(proof)),
    options.parallel,
    prove,
  );
  await inParallel(proofs.filter(alone), 1, prove);
  return proofs.flatMap((proof) => results.get(proof) ?? []);
}

async function proveOne(proof: Proof, options: VerifyOptions): Promise<ProofResult> {
  const { wallClock, signal } = options;
  const wallStartMs = wallClock.nowMs();
  let clusterMs = 0;
  const finish = (judgement: ProofJudgement, verdict: Verdict | undefined): ProofResult => ({
    ...judgement,
    proof,
    verdict,
    wallMs: wallClock.nowMs() - wallStartMs,
    clusterMs,
  });
  let cluster: ProofCluster | undefined;
  try {
    cluster = await options.openCluster(proof, { signal });
    const startMs = cluster.clock.nowMs();
    const report = await play(proof, options.lab, cluster, signal);
    clusterMs = cluster.clock.nowMs() - startMs;
    return finish(judgeProof(proof, report), report.verdict);
  } catch (error) {
    signal.throwIfAborted();
    const fault = error instanceof Error ? error.message : String(error);
    return finish({ ok: false, caughtBy: [], found: undefined, fault }, undefined);
  } finally {
    await cluster?.close();
  }
}

async function play(proof: Proof, lab: Lab, cluster: ProofCluster, signal: AbortSignal): Promise<LabReport> {
  const { transport, clock, namespace } = cluster;
  const session = await openSession({ lab, transport, clock, namespace, log: createMemoryLog(), signal });
  try {
    let settled: LabReport | undefined;
    const onPlayed = async () => {
      settled = await settle(session, proof, clock, signal);
    };
    await playAttempt(proof.attempt, session, { transport, clock, signal, onPlayed });
    return settled ?? (await session.check());
  } finally {
    await session.stop();
  }
}

/** The verdict once it stays: at once when it is `passed`, else when nothing was observed for a while. */
async function settle(session: Session, proof: Proof, clock: Clock, signal: AbortSignal): Promise<LabReport> {
  const deadlineMs = clock.nowMs() + passTimeoutMs;
  let seen = session.history.length;
  let quietSinceMs = clock.nowMs();
  for (;;) {
    const report = await session.check();
    if (report.verdict === 'passed') return report;
    if (session.history.length !== seen) {
      seen = session.history.length;
      quietSinceMs = clock.nowMs();
    }
    const nowMs = clock.nowMs();
    if (nowMs >= deadlineMs || (proof.expected !== 'passed' && nowMs - quietSinceMs >= settleMs)) return report;
    await clock.sleep(pollMs, { signal });
  }
}

async function inParallel<T>(items: readonly T[], limit: number, work: (item: T) => Promise<void>): Promise<void> {
  const queue = [...items];
  const worker = async () => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, worker));
}
