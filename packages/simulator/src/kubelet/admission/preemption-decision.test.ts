import { describe, expect, it } from 'vitest';
import { podsToPreempt } from './preemption-decision.ts';

const pod = (name: string, qosClass: string, cpu: number, more: { memory?: number; priority?: number } = {}) => {
  const { memory = 0, priority = 0 } = more;
  return { name, qosClass, priority, isCritical: priority >= 2_000_000_000, requests: { cpu, memory } };
};
const best = pod('best', 'BestEffort', 0);
const [small, middle, large] = [300, 500, 800].map((cpu) => pod(`burst${cpu}`, 'Burstable', cpu));
const [few, many] = [400, 900].map((cpu) => pod(`guar${cpu}`, 'Guaranteed', cpu));
const system = pod('system', 'Burstable', 5000, { priority: 2_000_000_000 });
const all = [best, small, middle, large, few, many].flatMap((one) => one ?? []);
const cpu = (amount: number) => [{ resource: 'cpu', amount }];

describe('for a critical Pod on a full node', () => {
  it.each([
    { about: 'the one goes that comes nearest', lacks: cpu(400), expected: ['burst500'] },
    { about: 'few go rather than small ones', lacks: cpu(900), expected: ['burst800', 'burst300'] },
    {
      about: 'guaranteed ones stay while others will do',
      lacks: cpu(1600),
      expected: ['burst800', 'burst500', 'burst300'],
    },
    { about: 'guaranteed ones go for what is left', lacks: cpu(1700), expected: ['burst800', 'burst500', 'guar400'] },
    {
      about: 'where Pods are too many, one that asks for nothing goes',
      lacks: [{ resource: 'pods', amount: 1 }],
      expected: ['best'],
    },
    {
      about: 'each resource counts by the part of it that is missing',
      lacks: [...cpu(100), { resource: 'memory', amount: 10 }],
      pods: [
        pod('cpu', 'Burstable', 100),
        pod('both', 'Burstable', 60, { memory: 7 }),
        pod('memory', 'Burstable', 0, { memory: 10 }),
      ],
      expected: ['both', 'cpu', 'memory'],
    },
    {
      about: 'of two alike the smaller one goes',
      lacks: cpu(100),
      pods: [pod('a', 'Burstable', 200, { memory: 5 }), pod('b', 'Burstable', 100, { memory: 9 })],
      expected: ['a'],
    },
    { about: 'another critical Pod stays', lacks: cpu(100), pods: [system, ...all], expected: ['burst300'] },
    {
      about: 'a critical Pod of lower priority may go',
      priority: 2_000_001_000,
      lacks: cpu(4000),
      pods: [system],
      expected: ['system'],
    },
  ])('$about', ({ lacks, expected, pods = all, priority = 2_000_000_000 }) => {
    const verdict = podsToPreempt(priority, pods, lacks);
    expect('victims' in verdict && verdict.victims.map(({ name }) => name)).toEqual(expected);
  });

  it('nobody goes when all together would not be enough', () => {
    expect(podsToPreempt(2_000_000_000, [system, best, ...(small ? [small] : [])], cpu(400))).toEqual({
      unmet: cpu(100),
    });
  });
});
