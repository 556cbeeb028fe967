import type { Difference } from '../../packages/simulator/src/ledger/difference.ts';

const titles = {
  refused: 'Refused, with a message',
  different: 'Different, and visible',
  missing: 'Missing without a message',
} as const satisfies Record<Difference['kind'], string>;

/** The fidelity ledger as tables, one per kind. */
export function drawLedger(differences: readonly Difference[]): string {
  return (Object.keys(titles) as Difference['kind'][])
    .map((kind) => [`## ${titles[kind]}`, '', ...table(differences.filter((entry) => entry.kind === kind))].join('\n'))
    .join('\n\n');
}

function table(entries: readonly Difference[]): string[] {
  const rows = entries.map(({ id, here, there, why, sentence, metBy }) => [
    id,
    here,
    there ?? '',
    why,
    metBy ? `${sentence} *(told)*` : sentence,
  ]);
  const head = ['id', 'here', 'on a real cluster', 'why', 'what the learner should know'];
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.map(escapeCell).join(' | ')} |`);
}

function escapeCell(text: string): string {
  return text.replaceAll('|', '\\|');
}
