import type { Clock } from '@podlab/apimachinery';
import { describe, expect, it } from 'vitest';
import { runActions } from '../actions/run-actions.ts';
import type { Finding } from '../engine.ts';
import { createFakeKindHost, type ProgramAnswer } from '../testing/fake-kind-host.ts';
import { doctorActions } from './doctor.ts';
import { judgeDisk, judgeInotify, judgeKindVersion, judgeMemory, judgeWsl } from './findings.ts';
import type { Machine } from './kind-host.ts';

const clock: Clock = { nowMs: () => 0, sleep: async () => undefined };
const gibibyte = 1024 ** 3;
const healthy: Record<string, ProgramAnswer> = {
  'docker info': JSON.stringify({ ServerVersion: '29.0.1', MemTotal: 16 * gibibyte, DockerRootDir: '/var/lib/docker' }),
  'kind version': 'kind v0.33.0 go1.26.1 linux/amd64',
  'kind get clusters': 'podlab-lab\nwork\n',
};
const limits: Record<string, string> = { max_user_instances: '1024', max_user_watches: '524288' };
const healthyMachine: Partial<Machine> = {
  freeBytes: async () => 50 * gibibyte,
  readText: async (path) => limits[path.split('/').at(-1) ?? ''] ?? 'Linux version 6.18',
};

async function examine(answers: Record<string, ProgramAnswer>, machine: Partial<Machine> = {}): Promise<Finding[]> {
  const { host } = createFakeKindHost({
    answers: { ...answers, ...healthy, ...answers },
    machine: { ...healthyMachine, ...machine },
  });
  const findings: Finding[] = [];
  await runActions(
    doctorActions(host, (finding) => findings.push(finding)),
    { clock, signal: new AbortController().signal },
  );
  return findings;
}

describe('the doctor of kind', () => {
  it('finds a healthy machine healthy, and leaves the clusters of others alone', async () => {
    const findings = await examine({});
    expect(findings.map(({ id, level }) => `${id} ${level}`)).toEqual([
      'docker good',
      'kind good',
      'memory good',
      'disk good',
      'inotify good',
      'clusters good',
    ]);
    expect(findings.at(-1)?.message).toBe(
      "kind clusters here: 1 of Podlab's; 1 of others (work), which Podlab leaves alone.",
    );
  });

  it.each<[string, ProgramAnswer, Partial<Machine>, RegExp, RegExp]>([
    ['is not installed', { exitCode: undefined, notFound: true }, {}, /not installed/, /embedded/],
    ['hangs', { exitCode: undefined, timedOut: true }, {}, /did not answer/, /Restart/],
    ['may not be used', { exitCode: 1 }, { canWrite: async () => false }, /may not talk to it/, /usermod -aG docker/],
    ['does not run', { exitCode: 1, stderr: 'no daemon' }, {}, /does not run: no daemon/, /systemctl start docker/],
    ['does not run, and exits 0', '{"ServerVersion":""}', {}, /does not run: no daemon answers/, /systemctl/],
    ['does not run on a Mac', { exitCode: 1 }, { platform: 'darwin' }, /does not run/, /Docker Desktop/],
  ])('says so when Docker %s', async (_what, answer, machine, message, fix) => {
    const findings = await examine({ 'docker info': answer }, machine);
    expect(findings[0]).toMatchObject({
      id: 'docker',
      level: 'bad',
      message: expect.stringMatching(message),
      fix: expect.stringMatching(fix),
    });
    expect(findings.map(({ id }) => id)).not.toContain('memory');
  });
});

describe('findings', () => {
  it.each([
    [judgeMemory(16 * gibibyte), 'good', undefined],
    [judgeMemory(2 * gibibyte), 'warning', /more memory/],
    [judgeMemory(gibibyte), 'bad', /more memory/],
    [judgeDisk(50 * gibibyte, '/d'), 'good', undefined],
    [judgeDisk(4 * gibibyte, '/d'), 'warning', /system prune/],
    [judgeDisk(gibibyte / 2, '/d'), 'bad', /system prune/],
    [judgeInotify(1024, 524_288), 'good', undefined],
    [judgeInotify(128, 8192), 'warning', /max_user_instances=512 fs\.inotify\.max_user_watches=524288/],
    [judgeInotify(128, 524_288), 'warning', /sysctl fs\.inotify\.max_user_instances=512`$/],
    [judgeKindVersion('kind v0.33.0 go1.26'), 'good', undefined],
    [judgeKindVersion('kind v0.11.1 go1.16'), 'warning', /newer/],
    [judgeKindVersion(undefined), 'bad', /Install it/],
    [judgeWsl('Linux version 5.15.90.1-microsoft-standard-WSL2'), 'good', undefined],
    [judgeWsl('Linux version 4.4.0-19041-Microsoft'), 'bad', /--set-version/],
  ])('%o', (finding, level, fix) => {
    expect(finding?.level).toBe(level);
    expect(finding?.fix ?? '').toMatch(fix ?? /^$/);
  });

  it('does not mention WSL elsewhere', () => {
    expect(judgeWsl('Linux version 6.18.44')).toBeUndefined();
  });
});
