import type { Check, Lab } from '@podlab/lab-format';
import { describe, expect, it } from 'vitest';
import { RunBuilder } from '../testing/run-builder.ts';
import { judgeLab } from './judge.ts';
import type { CheckResult } from './verdict.ts';

const words = {
  id: 'it',
  say: 'It is so',
  expected: 'So it must be.',
  look: 'kubectl get pods',
  forSeconds: 0,
  near: [],
};

function labWith(check: Partial<Check>): Lab {
  const step = { id: 'step', title: '', text: '', checks: [{ ...words, ...check }], hints: { near: [], tiers: [''] } };
  const empty = { title: '', summary: '', goal: '', debrief: '', terms: [], images: [], watch: [], guards: [] };
  const proofs = { solutions: [], mistakes: [], freePlay: [], files: new Map<string, string>() };
  const start = { manifests: [], until: [], timeoutSeconds: 1 };
  return { ...empty, ...proofs, id: 'lab', version: 1, cluster: { nodes: 1 }, start, steps: [step] };
}

/** The one check, judged `afterMs` after the last thing that happened. */
function judged(check: Partial<Check>, run: RunBuilder, afterMs = 0): CheckResult {
  const { history } = run;
  const nowMs = history.timeMs(history.length - 1) + afterMs;
  const result = judgeLab({ lab: labWith(check), history, nowMs }).steps[0]?.checks[0];
  if (!result) throw new Error('the step has not begun');
  return result;
}

const ready = "status.conditions.exists(c, c.type == 'Ready' && c.status == 'True')";
const pods = { kind: 'Pod', labels: { app: 'web' }, holds: ready } as const;

describe('an object check', () => {
  it.each<[string, Check['object'], string]>([
    ['all hold', { ...pods, quantity: 'all' }, 'notYet'],
    ['any holds', { ...pods, quantity: 'any' }, 'passed'],
    ['exactly two hold', { ...pods, quantity: { exactly: 2 } }, 'passed'],
    ['none holds', { ...pods, quantity: 'none' }, 'notYet'],
    [
      'a partial object',
      { kind: 'Pod', name: 'web-a', matches: { status: { phase: 'Running' } }, quantity: 'all' },
      'passed',
    ],
    [
      'a partial object that differs',
      { kind: 'Pod', name: 'web-a', matches: { spec: { nodeName: 'x' } }, quantity: 'all' },
      'notYet',
    ],
    ['an object that is not there', { kind: 'Pod', name: 'nobody', quantity: 'all' }, 'notYet'],
  ])('%s', (_, object, verdict) => {
    expect(judged({ object }, RunBuilder.threePods().pod({ uid: 'c', ready: false })).verdict).toBe(verdict);
  });

  it('does not count Pods on their way out', () => {
    const run = RunBuilder.threePods().deletePod('a').pod({ uid: 'd' });
    expect(judged({ object: { ...pods, quantity: { exactly: 3 } } }, run).verdict).toBe('passed');
  });

  it('must hold without a break for forSeconds, and says when to look again', () => {
    const check = { object: { ...pods, quantity: { exactly: 3 } }, forSeconds: 5 };
    const run = RunBuilder.threePods().pod({ uid: 'c', ready: false }).pod({ uid: 'c', ready: true });
    expect(judged(check, run, 2000)).toMatchObject({ verdict: 'notYet', recheckAfterMs: 3000 });
    expect(judged(check, run, 5000).verdict).toBe('passed');
  });

  it('does not count the time before it was so', () => {
    const check = { object: { ...pods, quantity: { exactly: 3 } }, forSeconds: 5 };
    const run = RunBuilder.threePods().pod({ uid: 'c', ready: false }).step('step').wait(60_000);
    expect(judged(check, run.pod({ uid: 'c', ready: true }), 2000)).toMatchObject({
      verdict: 'notYet',
      found: expect.stringContaining('2.0 s of 5 s'),
    });
    expect(judged(check, run, 5000).verdict).toBe('passed');
  });

  it('begins to count again after a gap', () => {
    const check = { object: { ...pods, quantity: { exactly: 3 } }, forSeconds: 5 };
    const run = RunBuilder.threePods()
      .wait(60_000)
      .unseen(() => {});
    expect(judged(check, run, 1000).verdict).toBe('notYet');
  });
});

describe('a history check', () => {
  const deployment = { kind: 'Deployment', name: 'web', quantity: 'all' } as const;
  const same = { ...deployment, holds: 'metadata.generation == start.metadata.generation' };
  const scaled = { ...deployment, holds: 'spec.replicas == 2' };
  const since = 'step' as const;
  const upAndDown = () => RunBuilder.threePods().deployment('web', 2, 2).deployment('web', 3, 3);

  it.each<[string, Check['history'], () => RunBuilder, string]>([
    ['always holds', { always: same, since }, () => RunBuilder.threePods(), 'passed'],
    ['always, but once it did not', { always: same, since }, upAndDown, 'notYet'],
    ['never, and it never did', { never: scaled, since }, () => RunBuilder.threePods(), 'passed'],
    ['never, but it did', { never: scaled, since }, upAndDown, 'notYet'],
    ['eventually, and it did, although no longer', { eventually: scaled, since }, upAndDown, 'passed'],
    ['eventually, and it has not yet', { eventually: scaled, since }, () => RunBuilder.threePods(), 'notYet'],
    [
      'before, in that order',
      { before: { first: scaled, second: { ...deployment, holds: 'metadata.generation == 3' } }, since },
      upAndDown,
      'passed',
    ],
    [
      'before, in the other order',
      { before: { first: { ...deployment, holds: 'metadata.generation == 3' }, second: scaled }, since },
      upAndDown,
      'notYet',
    ],
    [
      'always, over a gap in which the generation stood still',
      { always: same, since },
      () => RunBuilder.threePods().unseen(() => {}),
      'passed',
    ],
    [
      'never, over a gap in which the generation moved',
      { never: scaled, since },
      () => RunBuilder.threePods().unseen((run) => run.deployment('web', 2, 2).deployment('web', 3, 3)),
      'inconclusive',
    ],
    [
      'eventually, over a gap that may hide it',
      { eventually: scaled, since },
      () => RunBuilder.threePods().unseen((run) => run.deployment('web', 2, 2).deployment('web', 3, 3)),
      'inconclusive',
    ],
  ])('%s', (_, history, run, verdict) => {
    expect(judged({ history }, run()).verdict).toBe(verdict);
  });
});

describe('a fate check', () => {
  const of = { labels: { app: 'web' } };
  const deleted = () => RunBuilder.threePods().deletePod('a').pod({ uid: 'd' }).replicaSet('rs', 3);
  const unseen = () =>
    RunBuilder.threePods().unseen((run) => run.deletePod('a').gone('a').pod({ uid: 'd' }).replicaSet('rs', 3));

  it.each<[string, Check['fate'], () => RunBuilder, string]>([
    ['an exact count', { of, counts: { replaced: 1 }, others: 'untouched' }, deleted, 'passed'],
    ['too few', { of, counts: { replaced: 2 } }, deleted, 'notYet'],
    ['at least', { of, counts: { untouched: { atLeast: 1 } } }, deleted, 'passed'],
    [
      'others are touched',
      { of, counts: { replaced: 1 }, others: 'untouched' },
      () => deleted().pod({ uid: 'b', restarts: 1 }),
      'notYet',
    ],
    ['another cause', { of, counts: { replaced: 1 }, causes: ['evictionApi'] }, deleted, 'notYet'],
    ['no restarts', { of, restarts: 0 }, deleted, 'passed'],
    [
      'a restart of the new Pod counts too',
      { of, restarts: 0 },
      () => deleted().pod({ uid: 'd', restarts: 1 }),
      'notYet',
    ],
    ['created by the owner', { of, newcomers: { created: 1, byHand: 0 } }, deleted, 'passed'],
    ['one by hand', { of, newcomers: { byHand: 0 } }, () => deleted().pod({ uid: 'x', owner: null }), 'notYet'],
    [
      'one by hand that is gone again',
      { of, newcomers: { byHand: 0 } },
      () => deleted().pod({ uid: 'x', owner: null }).gone('x'),
      'passed',
    ],
    ['a Pod went unseen', { of, counts: { replaced: 1 } }, unseen, 'inconclusive'],
    ['a Pod went unseen, but too much is certain', { of, counts: { untouched: { atMost: 1 } } }, unseen, 'notYet'],
    ['a Pod went unseen, and it does not matter', { of, counts: { untouched: { atLeast: 2 } } }, unseen, 'passed'],
    ['a Pod went unseen and may have restarted before', { of, restarts: 0 }, unseen, 'inconclusive'],
  ])('%s', (_, fate, run, verdict) => {
    expect(judged({ fate }, run()).verdict).toBe(verdict);
  });

  it('answers a near miss by name', () => {
    const near = [{ when: 'fates.replaced.size() > 0', say: '${replaced} made way for ${successors}.' }];
    expect(judged({ fate: { of, counts: { untouched: 3 } }, near }, deleted()).found).toBe(
      'web-a·a made way for web-d·d.',
    );
  });
});

describe('an answer check', () => {
  const choices = [
    { id: 'yes', text: 'It was.', when: 'facts.step.replaced.size() > 0' },
    { id: 'no', text: 'It was not.', when: 'facts.step.replaced.size() == 0 && facts.step.restarted.size() > 0' },
  ];
  const question = { question: 'Was it replaced?', prediction: false, choices };
  const uid = { question: 'Which UID?', prediction: false, value: 'facts.step.restarted[0].uid', prefix: 5 };
  const restarted = () =>
    new RunBuilder().deployment('web', 1).replicaSet('rs', 1).pod({ uid: 'abcdefgh' }).step('step');

  it.each<[string, Check['answer'], string | undefined, string]>([
    ['nothing given', question, undefined, 'notYet'],
    ['what the record shows', question, 'no', 'passed'],
    ['what it does not show', question, 'yes', 'notYet'],
    ['a prediction counts right or wrong', { ...question, prediction: true }, 'yes', 'passed'],
    ['the beginning of a text is enough', uid, 'ABCDE', 'passed'],
    ['too little of it is not', uid, 'abcd', 'notYet'],
    ['another text is not', uid, 'abcdx', 'notYet'],
  ])('%s', (_, answer, given, verdict) => {
    const run = restarted().pod({ uid: 'abcdefgh', restarts: 1 });
    if (given !== undefined) run.answer('it', given);
    expect(judged({ answer }, run).verdict).toBe(verdict);
  });

  it('tells the truth of a wrong prediction, but not of a wrong answer', () => {
    const run = restarted().pod({ uid: 'abcdefgh', restarts: 1 }).answer('it', 'yes');
    expect(judged({ answer: { ...question, prediction: true } }, run).question).toMatchObject({
      right: false,
      shown: 'It was not.',
    });
    expect(judged({ answer: question }, run).question).toMatchObject({ right: false, shown: undefined });
  });
});

describe('an exec check on what outlives a restart', () => {
  const exec: Check['exec'] = {
    in: { labels: { app: 'web' } },
    fate: 'restarted',
    command: ['cat', '/t'],
    expect: 'unchanged',
  };
  const read = (run: RunBuilder, containerID: string, output: string) =>
    run.history.append({ type: 'measurement', check: 'it', uid: 'a', containerID, output, observedAtMs: 0 });
  const restarted = (before: string | undefined, after: string | undefined) => {
    const run = RunBuilder.threePods();
    if (before !== undefined) read(run, 'containerd://a-0', before);
    run.pod({ uid: 'a', restarts: 1 });
    if (after !== undefined) read(run, 'containerd://a-1', after);
    return run;
  };

  it.each<[string, () => RunBuilder, string]>([
    ['nothing restarted', () => RunBuilder.threePods(), 'notYet'],
    ['the same before and after', () => restarted('x', 'x'), 'passed'],
    ['another after', () => restarted('x', 'y'), 'notYet'],
    ['not read after yet', () => restarted('x', undefined), 'notYet'],
    ['not read before', () => restarted(undefined, 'x'), 'notYet'],
  ])('%s', (_, run, verdict) => {
    expect(judged({ exec }, run()).verdict).toBe(verdict);
  });

  it('cannot tell when a gap is why it was not read before', () => {
    const run = RunBuilder.threePods().unseen((hidden) => hidden.pod({ uid: 'a', restarts: 1 }));
    read(run, 'containerd://a-1', 'x');
    expect(judged({ exec }, run).verdict).toBe('inconclusive');
  });
});

describe('an unreachable cluster', () => {
  it('makes every check inconclusive but questions', () => {
    const { history } = RunBuilder.threePods();
    const lab = labWith({ object: { ...pods, quantity: 'all' } });
    const report = judgeLab({ lab, history, nowMs: 60_000, unreachableSinceMs: 50_000 });
    expect(report.verdict).toBe('inconclusive');
    expect(report.steps[0]?.checks[0]?.found).toBe('The cluster has not answered since 00:00:50.');
  });
});
