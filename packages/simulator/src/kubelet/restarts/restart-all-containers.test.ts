import { describe, expect, it } from 'vitest';
import type { RuntimePod } from '../../runtime/ports.ts';
import type { StoredPod } from '../pod-types.ts';
import { isRestartingAllContainers } from './restart-all-containers.ts';

const rule = (action: string, operator: string, ...values: number[]) => ({ action, exitCodes: { operator, values } });

function podWith(rules: object[], isMarked = false): StoredPod {
  return {
    metadata: { name: 'web' },
    spec: { containers: [{ name: 'a', restartPolicy: 'Never', restartPolicyRules: rules }, { name: 'b' }] },
    status: { conditions: isMarked ? [{ type: 'AllContainersRestarting', status: 'True' }] : [] },
  } as unknown as StoredPod;
}

const exited = (exitCode: number) =>
  ({ instances: [{ name: 'a', state: 'exited', exitCode }] }) as unknown as RuntimePod;
const running = { instances: [{ name: 'b', state: 'running' }] } as unknown as RuntimePod;

describe('all containers are started again', () => {
  it.each([
    ['when one exits as its rule says', [rule('RestartAllContainers', 'In', 42)], exited(42), false, true],
    ['not when it exits otherwise', [rule('RestartAllContainers', 'In', 42)], exited(1), false, false],
    ['when it exits with none of the codes', [rule('RestartAllContainers', 'NotIn', 0)], exited(1), false, true],
    [
      'not when an earlier rule says otherwise',
      [rule('Restart', 'In', 42), rule('RestartAllContainers', 'In', 42)],
      exited(42),
      false,
      false,
    ],
    ['as long as some are there when it has begun', [rule('RestartAllContainers', 'In', 42)], running, true, true],
    ['not any more when none is left', [rule('RestartAllContainers', 'In', 42)], { instances: [] }, true, false],
    ['never without a rule', [], exited(42), true, false],
  ])('%s', (_about, rules, runtime, isMarked, expected) => {
    expect(isRestartingAllContainers(podWith(rules, isMarked), runtime)).toBe(expected);
  });
});
