import { describe, expect, it } from 'vitest';
import type { ContainerInstance } from '../../runtime/ports.ts';
import type { RuledContainer } from '../pod-types.ts';
import { shouldContainerBeRestarted } from './restart-decision.ts';

const rule = (operator: 'In' | 'NotIn', ...values: number[]) => ({
  restartPolicyRules: [{ action: 'Restart' as const, exitCodes: { operator, values } }],
});

describe('shouldContainerBeRestarted', () => {
  it.each<{
    about: string;
    policy: string;
    container?: Partial<RuledContainer>;
    exit?: number;
    state?: ContainerInstance['state'] | 'never ran';
    deleted?: boolean;
    restart: boolean;
  }>([
    { about: 'Always restarts after success', policy: 'Always', exit: 0, restart: true },
    { about: 'Always restarts after failure', policy: 'Always', exit: 1, restart: true },
    { about: 'OnFailure leaves a success alone', policy: 'OnFailure', exit: 0, restart: false },
    { about: 'OnFailure restarts a failure', policy: 'OnFailure', exit: 137, restart: true },
    { about: 'Never leaves a failure alone', policy: 'Never', exit: 1, restart: false },
    { about: 'a container that never ran is started', policy: 'Never', state: 'never ran', restart: true },
    { about: 'a container that was only created is started', policy: 'Never', state: 'created', restart: true },
    { about: 'a running container is left alone', policy: 'Always', state: 'running', restart: false },
    { about: 'nothing is started in a Pod that is being deleted', policy: 'Always', deleted: true, restart: false },
    {
      about: 'a sidecar is restarted whatever the Pod says',
      policy: 'Never',
      container: { restartPolicy: 'Always' },
      exit: 0,
      restart: true,
    },
    {
      about: 'the container’s own policy wins',
      policy: 'Always',
      container: { restartPolicy: 'Never' },
      exit: 1,
      restart: false,
    },
    {
      about: 'a rule for this exit code wins over the container’s policy',
      policy: 'Never',
      container: { restartPolicy: 'Never', ...rule('In', 42) },
      exit: 42,
      restart: true,
    },
    {
      about: 'a rule for another exit code says nothing',
      policy: 'Always',
      container: { restartPolicy: 'Never', ...rule('In', 42) },
      exit: 1,
      restart: false,
    },
    {
      about: 'a NotIn rule matches every other exit code',
      policy: 'Never',
      container: { restartPolicy: 'Never', ...rule('NotIn', 42) },
      exit: 1,
      restart: true,
    },
    {
      about: 'rules need a policy of the container beside them',
      policy: 'Never',
      container: rule('In', 1),
      exit: 1,
      restart: false,
    },
  ])('$about', ({ policy, container, exit, state = 'exited', deleted = false, restart }) => {
    const newest = state === 'never ran' ? undefined : ({ state, exitCode: exit } as ContainerInstance);
    const spec = { restartPolicy: policy, containers: [] };
    expect(shouldContainerBeRestarted({ name: 'app', ...container }, spec, newest, deleted)).toBe(restart);
  });
});
