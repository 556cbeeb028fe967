import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeNeeding } from '../../requirements.ts';
import { compareFile } from './compare-file.ts';
import { differenceOf, knownDifferences } from './known-differences.ts';
import { linesOf, parityFiles } from './parity-case.ts';
import { stock } from './run-stock.ts';
import { openChangingStage, openReadingStage, type Stage } from './stages.ts';

const timeoutMs = 600_000;

describeNeeding('kubectl 1.36', stock?.isThere === true, 'our kubectl beside the stock one', () => {
  const stages: { reading?: Stage; stock?: Stage; ours?: Stage } = {};
  beforeAll(async () => {
    stages.reading = await openReadingStage();
    stages.stock = await openChangingStage();
    stages.ours = await openChangingStage();
  }, timeoutMs);
  afterAll(async () => {
    for (const stage of Object.values(stages)) await stage.close();
  });

  describe.each(parityFiles)('$name', (one) => {
    it(
      `prints and ends the same: ${one.file.about}`,
      async () => {
        const { reading, stock: first, ours: second } = stages;
        if (!reading || !first || !second) throw new Error('only inside tests');
        const pair = one.file.kind === 'reading' ? { stock: reading, ours: reading } : { stock: first, ours: second };
        const compared = await compareFile(one, pair);
        const shown = compared.filter(({ run, isSame }) => !isSame && !differenceOf(run));
        expect(shown.map(({ run, ours }) => ({ run, ...ours }))).toEqual(
          shown.map(({ run, stock: expected }) => ({ run, ...expected })),
        );
        // A difference that is no more must leave the list.
        const gone = compared.filter(
          ({ run, isSame }) => isSame && differenceOf(run)?.byChance === undefined && differenceOf(run),
        );
        expect(gone.map(({ run }) => run)).toEqual([]);
      },
      timeoutMs,
    );
  });
});

describe('the known differences', () => {
  it('name commands that are played, each once, with a reason', () => {
    const played = parityFiles.flatMap(({ file }) => linesOf(file, { withMore: true }).map(({ run }) => run));
    const listed = knownDifferences.flatMap(({ commands }) => commands);
    expect(listed.filter((run) => !played.includes(run))).toEqual([]);
    expect(new Set(listed).size).toBe(listed.length);
    for (const { reason } of knownDifferences) expect(reason).toMatch(/\S{3}.*\.$/s);
  });
});
