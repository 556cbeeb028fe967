import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
// Shows where our kubectl differs from the stock one: `tsx tests/kubectl/parity/show.ts [FILE [PART OF A COMMAND]]`.
import { differenceOf } from './known-differences.ts';
import { compareFile } from './compare-file.ts';
import { parityFiles } from './parity-case.ts';
import { openChangingStage, openReadingStage } from './stages.ts';

const [wanted = '', only = ''] = process.argv.slice(2);
const chosen = parityFiles.filter(({ name }) => name.startsWith(wanted));
const reading = chosen.some(({ file }) => file.kind === 'reading') ? await openReadingStage() : undefined;
const changing = chosen.some(({ file }) => file.kind === 'changing')
  ? { stock: await openChangingStage(), ours: await openChangingStage() }
  : undefined;
let [all, different] = [0, 0];
for (const one of chosen) {
  const stages = one.file.kind === 'reading' && reading ? { stock: reading, ours: reading } : changing;
  if (!stages) continue;
  for (const { run, stock, ours, isSame } of await compareFile(one, stages, { only, withMore: true })) {
    all += 1;
    if (isSame) continue;
    const known = differenceOf(run);
    if (known && only === '') continue;
    different += 1;
    console.log(`\n##### ${one.name}: ${run}${known ? ` (${known.id})` : ''}`);
    for (const part of ['stdout', 'stderr', 'code'] as const) {
      if (stock[part] === ours[part]) continue;
      console.log(
        part === 'code' ? `code ${stock.code}, ours ${ours.code}` : `${part}\n${diff(stock[part], ours[part])}`,
      );
    }
  }
}
console.log(`\n${all} commands, ${different} differ`);
await reading?.close();
await changing?.stock.close();
await changing?.ours.close();

/** `-` is what the stock one printed. */
function diff(stock: string, ours: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'podlab-parity-diff-'));
  writeFileSync(join(folder, 'stock'), stock);
  writeFileSync(join(folder, 'ours'), ours);
  const { stdout } = spawnSync('diff', ['-U1', 'stock', 'ours'], { cwd: folder, encoding: 'utf8' });
  return stdout.split('\n').slice(2).join('\n');
}
