import { layers } from './layers.ts';
import type { WorkspacePackage } from './workspace.ts';

export interface SourceFile {
  /** Relative to the repository, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

/** Says which imports point the wrong way or past a package's door, one message each. */
export function checkBoundaries(packages: readonly WorkspacePackage[], files: readonly SourceFile[]): string[] {
  return [...packages.flatMap(checkDeclared), ...files.flatMap((file) => checkImports(packages, file))];
}

function checkDeclared(item: WorkspacePackage): string[] {
  if (item.isApp) return [];
  const own = rank(item.name);
  if (own < 0) return [`${item.folder}: has no place in tools/structure/layers.ts. Add it where it belongs.`];
  return item.uses
    .filter((used) => rank(used) <= own)
    .map(
      (used) =>
        `${item.folder}/package.json: uses @podlab/${used}, which stands above it. ` +
        `Turn the need around: declare a port in packages/${item.name} and let an app pass what implements it.`,
    );
}

function checkImports(packages: readonly WorkspacePackage[], file: SourceFile): string[] {
  const owner = packages.find((item) => file.path.startsWith(`${item.folder}/`));
  if (!owner) return [];
  return importsOf(file.text).flatMap(({ specifier, line }) => {
    const at = `${file.path}:${line}: imports '${specifier}'`;
    if (specifier.startsWith('.')) {
      const depth = file.path.slice(owner.folder.length + 1).split('/').length - 1;
      const ups = specifier.split('/').filter((part) => part === '..').length;
      return ups > depth ? [`${at}, which lies outside ${owner.folder}. Import the other package by its name.`] : [];
    }
    const match = /^@podlab\/([^/]+)(\/.+)?$/.exec(specifier);
    if (!match) return [];
    const entries = packages.find((item) => !item.isApp && item.name === match[1])?.entries ?? [];
    if (match[2] !== undefined && !entries.includes(match[2])) {
      return [
        `${at}. Import '@podlab/${match[1]}', or an entry that its package.json exports: what it offers is listed there.`,
      ];
    }
    if (match[1] === owner.name || owner.uses.includes(match[1] ?? '')) return [];
    return [
      `${at}, which ${owner.folder}/package.json does not declare. Add it to dependencies if the arrow points down.`,
    ];
  });
}

function importsOf(text: string): { specifier: string; line: number }[] {
  const found: { specifier: string; line: number }[] = [];
  const pattern = /(?:^|[\s;])(?:import|export)\s[^'"`;]*?from\s*['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]\s*\)/gm;
  for (const match of text.matchAll(pattern)) {
    const line = text.slice(0, match.index + match[0].length).split('\n').length;
    found.push({ specifier: match[1] ?? match[2] ?? '', line });
  }
  return found;
}

function rank(name: string): number {
  return layers.findIndex((layer) => layer === name);
}
