import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { describeNeeding } from '../requirements.ts';
import { buildTimeoutMs, builtSite } from './built-site.ts';
import { chromiumPath } from './chromium.ts';

const tsx = createRequire(import.meta.url).resolve('tsx/cli');
const bench = join(import.meta.dirname, '../../apps/site/bench/page-weight.bench.ts');

interface Figure {
  readonly name: string;
  readonly value: number;
  readonly budget: number;
}

describeNeeding('Chromium', chromiumPath !== undefined, 'what a page loads before it is touched', () => {
  beforeAll(builtSite, buildTimeoutMs);

  it('keeps within its budgets', () => {
    const env = { ...process.env, PODLAB_CHROMIUM: chromiumPath };
    const { stdout, stderr } = spawnSync(process.execPath, [tsx, bench], { encoding: 'utf8', env });
    const figures = stdout
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line) as Figure);
    if (figures.length === 0) throw new Error(stderr);
    expect(figures.map(({ name }) => name)).toContain('concept page: JavaScript');
    expect(figures.filter(({ value, budget }) => value > budget)).toEqual([]);
  });
});
