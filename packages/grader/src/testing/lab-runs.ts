import type { LogEntry } from '../history/log.ts';
import { RunBuilder } from './run-builder.ts';

/** What a cluster shows of each attempt at `replaced-not-restarted`, told by hand: see also the recorded runs. */
class WebRun extends RunBuilder {
  constructor() {
    super();
    this.node('worker').deployment('web', 3).replicaSet('rs', 3);
    for (const uid of ['aaaaaa', 'bbbbbb', 'cccccc']) this.pod({ uid });
    this.step('restart').answer('prediction', 'same-pod');
  }

  kill(uid: string, restarts = 1): this {
    return this.pod({ uid, ready: false, phase: 'Failed-but-restarting' })
      .status()
      .pod({ uid, ready: true, phase: 'Running', restarts })
      .status()
      .wait(5000);
  }

  /** Somebody takes a Pod away, and the ReplicaSet fills its place. */
  remove(uid: string, successor: string, disruption?: string): this {
    this.deletePod(uid, disruption === undefined ? {} : { disruption });
    return this.fill(successor).gone(uid).status().wait(5000);
  }

  fill(uid: string): this {
    return this.pod({ uid, ready: false, phase: 'Pending' })
      .status()
      .pod({ uid, ready: true, phase: 'Running' })
      .status()
      .wait(5000);
  }

  status(): this {
    return this.replicaSet('rs', 3).deployment('web', 3);
  }

  /** The first half, done right. */
  firstHalf(): this {
    return this.kill('aaaaaa');
  }
}

type Script = (run: WebRun) => RunBuilder;

const scripts: Readonly<Record<string, Script>> = {
  untouched: (run) => run,
  'delete-pod': (run) => run.firstHalf().remove('bbbbbb', 'dddddd').answer('new-uid', 'ddddd'),
  'eviction-api': (run) =>
    run.firstHalf().remove('bbbbbb', 'dddddd', 'EvictionByEvictionAPI').answer('new-uid', 'dddddd'),
  'relabel-then-delete': (run) => {
    run
      .firstHalf()
      .pod({ uid: 'bbbbbb', labels: { app: 'loose' } })
      .pod({ uid: 'bbbbbb', owner: null });
    return run.fill('dddddd').deletePod('bbbbbb').gone('bbbbbb').wait(5000).answer('new-uid', 'ddddd');
  },
  'wrong-way-round': (run) =>
    run.remove('cccccc', 'eeeeee').kill('eeeeee').remove('bbbbbb', 'dddddd').answer('new-uid', 'ddddd'),
  'lookalike-taken-back': (run) => {
    run.firstHalf().deletePod('bbbbbb').pod({ uid: 'xxxxxx', owner: null }).fill('dddddd').gone('bbbbbb').status();
    return run.deletePod('xxxxxx').gone('xxxxxx').wait(5000).answer('new-uid', 'ddddd');
  },
  'kill-nine': (run) => run.wait(5000).status(),
  'delete-in-the-first-half': (run) => run.remove('aaaaaa', 'dddddd'),
  'kill-once-more': (run) => run.firstHalf().kill('bbbbbb'),
  'kill-then-delete': (run) => run.firstHalf().kill('bbbbbb').remove('bbbbbb', 'dddddd'),
  'scale-down-and-up': (run) => {
    run
      .firstHalf()
      .deployment('web', 2, 2)
      .replicaSet('rs', 2, 2)
      .deletePod('bbbbbb')
      .replicaSet('rs', 2, 2)
      .gone('bbbbbb');
    run.deployment('web', 3, 3).replicaSet('rs', 3, 3).pod({ uid: 'dddddd', ready: false, phase: 'Pending' });
    run.replicaSet('rs', 3, 3).pod({ uid: 'dddddd', ready: true, phase: 'Running' }).replicaSet('rs', 3, 3);
    return run.deployment('web', 3, 3).wait(5000);
  },
  'rollout-restart': (run) => {
    run.firstHalf().deployment('web', 3, 2).replicaSet('rs2', 1);
    const [old, young] = [
      ['aaaaaa', 'bbbbbb', 'cccccc'],
      ['dddddd', 'eeeeee', 'ffffff'],
    ];
    old.forEach((uid, i) => {
      run
        .replicaSet('rs2', i + 1, i + 1)
        .pod({ uid: young[i] ?? '', owner: 'rs2' })
        .replicaSet('rs2', i + 1, i + 1);
      run
        .replicaSet('rs', 2 - i, i + 2)
        .deletePod(uid)
        .gone(uid)
        .replicaSet('rs', 2 - i, i + 2);
    });
    return run.deployment('web', 3, 2).wait(5000);
  },
  'run-a-lookalike': (run) => {
    run.firstHalf().deletePod('bbbbbb').pod({ uid: 'xxxxxx', owner: null }).fill('dddddd').gone('bbbbbb');
    return run.status().wait(5000);
  },
  'delete-all-pods': (run) => {
    run.firstHalf().deletePod('aaaaaa').deletePod('bbbbbb').deletePod('cccccc');
    return run.fill('dddddd').fill('eeeeee').fill('ffffff').gone('aaaaaa').gone('bbbbbb').gone('cccccc').wait(5000);
  },
  'drain-a-node': (run) => run.firstHalf().node('worker', true).remove('bbbbbb', 'dddddd', 'EvictionByEvictionAPI'),
  'delete-and-reapply': (run) => {
    run.firstHalf().removed('deployments', 'web').removed('replicasets', 'rs');
    for (const uid of ['aaaaaa', 'bbbbbb', 'cccccc']) run.deletePod(uid).gone(uid);
    run.deployment('web2', 3).replicaSet('rs2', 3, 1, 'web2');
    for (const uid of ['dddddd', 'eeeeee', 'ffffff']) run.pod({ uid, owner: 'rs2' });
    return run.replicaSet('rs2', 3, 1, 'web2').deployment('web2', 3).wait(5000);
  },
  'wrong-uid': (run) => run.firstHalf().remove('bbbbbb', 'dddddd').answer('new-uid', 'aaaaaa'),
};

/** Names of the attempts that are told here. */
export const toldRuns: readonly string[] = Object.keys(scripts);

/** The log of an attempt. */
export function logOf(attempt: string): readonly LogEntry[] {
  const script = scripts[attempt];
  if (!script) throw new Error(`no run is told of ${attempt}`);
  return script(new WebRun()).history.log.entries();
}
