import type { ProofResult } from '@podlab/lab-runner';
import type { Style } from '@podlab/lab-runner';

/** The proofs of a lab, one row each; what is wrong stands below its row. */
export function renderProofTable(results: readonly ProofResult[], style: Style): string[] {
  const rows = results.map(({ proof, verdict, caughtBy, wallMs, clusterMs }) => [
    proof.kind,
    proof.attempt.id,
    proof.expected,
    verdict ?? '–',
    caughtBy.join(' ') || '–',
    `${(clusterMs / 1000).toFixed(0)} s`,
    `${(wallMs / 1000).toFixed(2)} s`,
  ]);
  const head = ['kind', 'attempt', 'expected', 'verdict', 'said no', 'cluster', 'here'];
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const format = (row: readonly string[]) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  return [
    style.muted(`    ${format(head)}`),
    ...results.flatMap((result, index) => [
      `  ${result.ok ? style.pea('✓') : style.red('✗')} ${format(rows[index] ?? [])}`,
      ...(result.fault === undefined ? [] : [`      ${style.red(result.fault)}`]),
      ...(result.fault === undefined || result.found === undefined
        ? []
        : [style.muted(`      found: ${result.found}`)]),
    ]),
  ];
}
