import {
  createHistory,
  createRecorder,
  evaluateLab,
  type History,
  type LabReport,
  Reading,
  type Recorder,
} from '@podlab/grader';
import { createKubeClient } from '@podlab/kube-client';
import { loadExpressions } from '@podlab/lab-format';
import { chooseHint, createHintMemory, hintNote } from '../hint/hint.ts';
import { nearHint } from '../hint/near-hint.ts';
import { applyManifests } from '../set-up/apply-manifests.ts';
import { deleteNamespace, makeNamespace } from '../set-up/namespace.ts';
import { waitForStart } from '../set-up/wait-for-start.ts';
import { createEvaluationLoop } from './evaluation-loop.ts';
import { resolveAnswer } from './resolve-answer.ts';
import type { Session, SessionOptions, SetUpProgress } from './session.ts';

/**
 * Sets a lab up, or goes on with one, and watches it from then on.
 *
 * Recording begins before the first manifest is applied, so nothing that the learner does is missed.
 * @returns once the lab has begun and was evaluated for the first time
 * @throws LabRunnerError when it cannot be set up; the API's errors
 */
export async function openSession(options: SessionOptions): Promise<Session> {
  const { lab, transport, clock, namespace, log } = options;
  await loadExpressions();
  const stopping = new AbortController();
  const signal = AbortSignal.any([options.signal, stopping.signal]);
  const progress = (phase: SetUpProgress['phase'], text: string) => options.onProgress?.({ phase, text });
  const history = createHistory(log);
  const reading = new Reading(history);
  const client = createKubeClient(transport);
  const listeners = new Set<(report: LabReport) => void>();
  let report: LabReport | undefined;

  const loop = createEvaluationLoop({
    clock,
    hostClock: options.hostClock,
    signal,
    evaluate: (evaluating) =>
      evaluateLab({
        lab,
        history,
        reading,
        transport,
        clock,
        namespace,
        unreachableSinceMs: recorder?.unreachableSinceMs,
        signal: evaluating,
      }),
    onReport: (next) => {
      report = next;
      for (const listener of listeners) listener(next);
    },
    // What an evaluation needs may be out of reach; the recorder's next observation asks for another.
    onError: () => undefined,
  });

  let recorder: Recorder | undefined;
  let begun = false;
  const stop = async () => {
    stopping.abort();
    await recorder?.stop();
    await loop.stop();
  };

  try {
    const isNew = history.steps.length === 0;
    progress('namespace', `Namespace ${namespace}`);
    const where = { client, clock, namespace, labId: lab.id, signal };
    // What a set-up left that was interrupted is not what the lab begins with.
    if (!(await makeNamespace(where)) && isNew) {
      await deleteNamespace(where);
      await makeNamespace(where);
    }
    recorder = createRecorder({
      transport,
      clock,
      namespace,
      kinds: lab.watch,
      history,
      onObservation: () => begun && loop.request(),
      signal,
    });
    await recorder.ready;
    if (isNew) {
      progress('manifests', lab.start.manifests.map(({ file }) => file).join(', '));
      await applyManifests(client, lab.start.manifests, { namespace, signal });
      await waitForStart({ lab, history, clock, signal, onProgress: (text) => progress('waiting', text) });
    }
    begun = true;
    await loop.now();
    progress('ready', 'The lab has begun.');
  } catch (error) {
    await stop();
    throw error;
  }

  return {
    lab,
    namespace,
    history,
    get report() {
      return report as LabReport;
    },
    timeline: () => reading.timeline(),
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    check: () => loop.now(),
    async answer(question, given) {
      const current = await loop.now();
      const { check, given: chosen } = resolveAnswer(lab, current, { question, given });
      history.append({ type: 'answer', observedAtMs: clock.nowMs(), check, given: chosen });
      return loop.now();
    },
    async hint() {
      const current = await loop.now();
      const step = current.steps.find(({ state }) => state === 'current');
      const written = lab.steps.find(({ id }) => id === step?.id);
      if (!step || !written) return undefined;
      const near = nearHint(reading, written);
      const hint = chooseHint({ step: step.id, near, tiers: written.hints.tiers }, createHintMemory(notesOf(history)));
      history.append({ type: 'note', observedAtMs: clock.nowMs(), text: hintNote(hint) });
      return hint;
    },
    note: (text) => void history.append({ type: 'note', observedAtMs: clock.nowMs(), text }),
    stop,
  };
}

function notesOf(history: History): string[] {
  return history.log.entries().flatMap((entry) => (entry.type === 'note' ? [entry.text] : []));
}
