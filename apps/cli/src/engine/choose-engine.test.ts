import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { tempFolder } from '../testing/temp-folder.ts';
import { chooseEngine, type EngineQuestion, findProgram } from './choose-engine.ts';

const machine = (there: readonly string[], docker = true): EngineQuestion => ({
  asked: undefined,
  begun: undefined,
  hasProgram: (name) => there.includes(name),
  dockerAnswers: async () => docker,
});

describe('the engine', () => {
  it.each([
    ['kind, where Docker and kind are', machine(['docker', 'kind']), 'kind', 'Docker and kind are here'],
    ['embedded without Docker', machine(['kind']), 'embedded', 'docker not found'],
    ['embedded without either', machine([]), 'embedded', 'docker and kind not found'],
    ['embedded when Docker is down', machine(['docker', 'kind'], false), 'embedded', 'does not answer'],
    [
      'what the learner says',
      { ...machine(['docker', 'kind']), asked: 'embedded', begun: 'kind' },
      'embedded',
      '--engine',
    ],
    [
      'the one on which the lab was begun',
      { ...machine(['docker', 'kind']), begun: 'embedded' },
      'embedded',
      'begun on it',
    ],
  ] as const)('is %s', async (_, question, engine, reason) => {
    expect(await chooseEngine(question)).toEqual({ engine, reason: expect.stringContaining(reason) });
  });

  it('is chosen without starting Docker when that cannot matter', async () => {
    const dockerAnswers = () => Promise.reject(new Error('asked'));
    expect(await chooseEngine({ ...machine(['docker']), dockerAnswers })).toMatchObject({ engine: 'embedded' });
  });
});

describe.skipIf(process.platform === 'win32')('finding a program', () => {
  it('takes the first on PATH that can be run', () => {
    const [empty, plain, good] = [tempFolder(), tempFolder(), tempFolder()];
    writeFileSync(join(plain, 'kubectl'), '');
    writeFileSync(join(good, 'kubectl'), '');
    chmodSync(join(good, 'kubectl'), 0o755);
    const env = { PATH: [empty, '', plain, good].join(':') };
    expect(findProgram({ env, platform: 'linux' }, 'kubectl')).toBe(join(good, 'kubectl'));
    expect(findProgram({ env, platform: 'linux' }, 'docker')).toBeUndefined();
  });
});
