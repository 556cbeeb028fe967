import { layers, nodeOnly } from './layers.ts';
import type { WorkspacePackage } from './workspace.ts';

export const drawingBegin = '<!-- drawn by `pnpm structure --write` from the package files; do not edit -->';
/** Where the tables of the fidelity ledger begin. */
export const ledgerBegin =
  '<!-- drawn by `pnpm structure --write` from packages/simulator/src/ledger/differences.ts; do not edit -->';
export const drawingEnd = '<!-- end of drawing -->';

/** The packages as a Mermaid drawing, then as a list: the same facts for eyes and for screen readers. */
export function drawPackages(packages: readonly WorkspacePackage[]): string {
  const ordered = [
    ...packages.filter((item) => item.isApp),
    ...layers.flatMap((name) => packages.filter((item) => !item.isApp && item.name === name)),
  ];
  const nodes = ordered.map((item) => `  ${idOf(item.name)}["${item.folder}"]`);
  const arrows = ordered.flatMap((item) =>
    directUses(item, packages).map((used) => `  ${idOf(item.name)} --> ${idOf(used)}`),
  );
  const list = ordered.map((item) => {
    const place = item.isApp ? '' : nodeOnly.includes(item.name) ? ' Node only.' : ' Runs in a browser too.';
    const uses = item.uses.length > 0 ? ` Uses ${item.uses.join(', ')}.` : ' Uses no other package.';
    return `- \`${item.folder}\`: ${item.description}${place}${uses}`;
  });
  return ['```mermaid', 'graph TD', ...nodes, ...arrows, '```', '', ...list].join('\n');
}

/** Puts a drawing between its marks. @throws when the marks are missing */
export function placeDrawing(page: string, drawing: string, mark = drawingBegin): string {
  const begin = page.indexOf(mark);
  const end = page.indexOf(drawingEnd);
  if (begin < 0 || end < begin) throw new Error(`the page must hold the lines ${mark} and ${drawingEnd}`);
  return `${page.slice(0, begin + mark.length)}\n${drawing}\n${page.slice(end)}`;
}

/** An arrow is left out where a longer way leads there too, so that the picture stays readable. */
function directUses(item: WorkspacePackage, packages: readonly WorkspacePackage[]): string[] {
  const usesOf = (name: string) => packages.find((candidate) => candidate.name === name)?.uses ?? [];
  const reaches = (from: string, to: string): boolean => usesOf(from).some((next) => next === to || reaches(next, to));
  return item.uses.filter((used) => !item.uses.some((other) => other !== used && reaches(other, used)));
}

function idOf(name: string): string {
  return name.replaceAll('-', '_');
}
