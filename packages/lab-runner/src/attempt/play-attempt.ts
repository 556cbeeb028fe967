import { type Clock, type KubeObject, StatusError } from '@podlab/apimachinery';
import { testCondition } from '@podlab/grader';
import { createKubeClient, type KubeClient, type KubeTransport } from '@podlab/kube-client';
import { createKubectl, loadCommands } from '@podlab/kubectl';
import {
  type Attempt,
  type AttemptStep,
  type Binding,
  compileExpression,
  findKind,
  objectVariables,
} from '@podlab/lab-format';
import { LabRunnerError } from '../lab-runner-error.ts';
import type { Session } from '../session/session.ts';
import { splitWords } from './split-words.ts';
import { substitute } from './substitute.ts';

export interface PlayOptions {
  readonly transport: KubeTransport;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Told of each step before it is done, for a person who watches. */
  readonly onStep?: (line: string) => void;
  /** Called after the last step and before the clean-up: the verdict of the attempt is had here. */
  readonly onPlayed?: () => Promise<void>;
  /** What kubectl prints. */
  readonly onOutput?: (text: string) => void;
}

/** What steps that only look need. */
export interface PreparedBy extends Pick<PlayOptions, 'clock' | 'signal'> {
  readonly session: Session;
  readonly client: KubeClient;
  readonly bindings: Map<string, string>;
}

interface Player extends PlayOptions, PreparedBy {}

const pollMs = 200;
/**
 * Whoever ends PID 1 from inside may be killed with the container before its own exit code is told: seen on a real
 * cluster in one of seventeen runs.
 */
const killedWithItsContainer = 137;
/** A command that takes longer than this has gone wrong: a drain that waits for a budget, a wait for what never comes. */
const commandSeconds = 180;

/**
 * Does what an attempt says, step by step, and then its clean-up, whatever happened before.
 * @throws LabRunnerError `ATTEMPT_FAILED` when a step does not do what it must
 */
export async function playAttempt(attempt: Attempt, session: Session, options: PlayOptions): Promise<void> {
  const bindings = new Map([['namespace', session.namespace]]);
  // The embedded cluster's time may jump while nobody works, as while code is being loaded.
  await loadCommands();
  const player: Player = { ...options, session, client: createKubeClient(options.transport), bindings };
  try {
    await playSteps(attempt.steps, player);
    await options.onPlayed?.();
  } finally {
    await playSteps(attempt.cleanUp, player);
  }
}

async function playSteps(steps: readonly AttemptStep[], player: Player): Promise<void> {
  for (const [index, step] of steps.entries()) {
    player.signal.throwIfAborted();
    try {
      await playStep(step, player);
    } catch (error) {
      if (error instanceof LabRunnerError && error.code === 'ATTEMPT_FAILED') {
        throw new LabRunnerError('ATTEMPT_FAILED', `Step ${index + 1}: ${error.message}`, { cause: error });
      }
      throw error;
    }
  }
}

async function playStep(step: AttemptStep, player: Player): Promise<void> {
  if (step.kubectl !== undefined) await runKubectl(step.kubectl, step.exitCode ?? 0, player);
  if (step.request) await sendRequest(step.request, player);
  await prepareStep(step, player);
  if (step.answer) {
    const { check, give } = substitute(step.answer, player.bindings);
    player.onStep?.(`answer ${check} ${give}`);
    await player.session.answer(check, give);
  }
}

/** The part of a step that changes nothing: binds names and waits. */
export async function prepareStep(step: AttemptStep, player: PreparedBy): Promise<void> {
  for (const [name, binding] of Object.entries(step.let ?? {})) {
    await bind(name, substitute(binding, player.bindings), player);
  }
  if (step.waitFor) await wait(step.waitFor, player);
}

async function runKubectl(line: string, exitCode: number, player: Player): Promise<void> {
  const { session, transport, clock, signal } = player;
  const argv = splitWords(substitute(line, player.bindings));
  player.onStep?.(`kubectl ${argv.join(' ')}`);
  let errors = '';
  const kubectl = createKubectl({
    transport,
    clock,
    namespace: session.namespace,
    readFile: async (path) => session.lab.files.get(path.replace(/^\.\//, '')),
    stdout: (text) => player.onOutput?.(text),
    stderr: (text) => {
      errors += text;
      player.onOutput?.(text);
    },
  });
  const found = await withinTime(clock, signal, `\`kubectl ${argv.join(' ')}\``, (limited) =>
    kubectl.run(argv, { signal: limited }),
  );
  if (found === exitCode || (exitCode === 0 && argv[0] === 'exec' && found === killedWithItsContainer)) return;
  throw failed(`\`kubectl ${argv.join(' ')}\` ended with exit code ${found}, not ${exitCode}: ${errors.trim()}`);
}

/**
 * Runs `work` until it is done, for at most `commandSeconds` of the cluster's clock. Sleeping towards that deadline is
 * also what lets time pass on a cluster whose time stands still while nobody sleeps.
 */
async function withinTime<T>(
  clock: Clock,
  signal: AbortSignal,
  what: string,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const late = new AbortController();
  const done = new AbortController();
  const timer = clock.sleep(commandSeconds * 1000, { signal: AbortSignal.any([signal, done.signal]) }).then(
    () => late.abort(failed(`${what} did not end within ${commandSeconds} s`)),
    () => undefined,
  );
  try {
    return await work(AbortSignal.any([signal, late.signal]));
  } finally {
    done.abort();
    await timer;
  }
}

async function sendRequest(request: NonNullable<AttemptStep['request']>, player: Player): Promise<void> {
  const { method, path, contentType, body } = substitute(request, player.bindings);
  player.onStep?.(`${method} ${path}`);
  try {
    await player.client.raw({ method, path, contentType, body, signal: player.signal });
  } catch (error) {
    if (error instanceof StatusError) throw failed(`\`${method} ${path}\` was refused: ${error.message}`, error);
    throw error;
  }
}

async function bind(name: string, binding: Binding, player: PreparedBy): Promise<void> {
  const objects = (await listObjects(binding.kind, player)).filter(
    (object) =>
      hasLabels(object, binding.labels) && (binding.where === undefined || evaluate(binding.where, object) === true),
  );
  const values = objects.map((object) => String(evaluate(binding.value, object)));
  const value = binding.all ? values.join(' ') : values[0];
  if (value === undefined || value === '') throw failed(`there is no ${binding.kind} to bind \`${name}\` from`);
  player.bindings.set(name, value);
}

function evaluate(expression: string, object: KubeObject): unknown {
  const result = compileExpression(expression, 'object').evaluate(objectVariables(object, undefined));
  return result.ok ? result.value : undefined;
}

function hasLabels(object: KubeObject, labels: Readonly<Record<string, string>> = {}): boolean {
  return Object.entries(labels).every(([key, value]) => object.metadata?.labels?.[key] === value);
}

/** Objects of a kind in the lab's namespace, or of the cluster, in the order of their names. */
async function listObjects(kind: string, { client, session, signal }: PreparedBy): Promise<KubeObject[]> {
  const found = findKind(kind);
  const resource = found && (await client.discovery.find(found.resource, { signal }));
  if (!resource) throw failed(`the cluster knows no kind \`${kind}\``);
  const namespace = resource.namespaced ? session.namespace : undefined;
  const { items } = await client.list(resource, { namespace }, { signal });
  return (items as readonly KubeObject[]).toSorted((a, b) =>
    (a.metadata?.name ?? '') < (b.metadata?.name ?? '') ? -1 : 1,
  );
}

async function wait(wanted: NonNullable<AttemptStep['waitFor']>, player: PreparedBy): Promise<void> {
  const { clock, signal, session } = player;
  const { step, condition, seconds, timeoutSeconds } = substitute(wanted, player.bindings);
  if (seconds !== undefined) await clock.sleep(seconds * 1000, { signal });
  const deadlineMs = clock.nowMs() + timeoutSeconds * 1000;
  const until = async (what: string, isSo: () => Promise<boolean>) => {
    while (!(await isSo())) {
      if (clock.nowMs() >= deadlineMs) throw failed(`${what} within ${timeoutSeconds} s`);
      await clock.sleep(pollMs, { signal });
    }
  };
  if (condition) {
    await until(
      `\`${condition.holds ?? JSON.stringify(condition)}\` did not hold`,
      async () => testCondition(condition, await listObjects(condition.kind, player), []).holds,
    );
  }
  if (step !== undefined) {
    await until(`the step \`${step}\` was not passed`, async () =>
      session.report.steps.some(({ id, state }) => id === step && state === 'passed'),
    );
  }
}

function failed(message: string, cause?: unknown): LabRunnerError {
  return new LabRunnerError('ATTEMPT_FAILED', message, { cause });
}
