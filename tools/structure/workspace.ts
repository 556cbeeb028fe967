import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

export interface WorkspacePackage {
  /** `apps/cli`, `packages/grader`. */
  readonly folder: string;
  /** `cli`, `grader`. */
  readonly name: string;
  readonly description: string;
  readonly isApp: boolean;
  /** Names of workspace packages in `dependencies`. */
  readonly uses: readonly string[];
  /** Entries beside the main one, as its package.json exports them: `/decisions`. */
  readonly entries: readonly string[];
}

/** Reads every package of the workspace, apps first, each group by name. */
export function readWorkspace(root: string): WorkspacePackage[] {
  return ['apps', 'packages'].flatMap((group) =>
    foldersIn(join(root, group)).map((name) => {
      const manifest = JSON.parse(readFileSync(join(root, group, name, 'package.json'), 'utf8')) as {
        description: string;
        dependencies?: Record<string, string>;
        exports?: Record<string, unknown>;
      };
      return {
        folder: `${group}/${name}`,
        name,
        description: manifest.description,
        isApp: group === 'apps',
        uses: Object.keys(manifest.dependencies ?? {})
          .filter((dependency) => dependency.startsWith('@podlab/'))
          .map((dependency) => dependency.slice('@podlab/'.length)),
        entries: Object.keys(manifest.exports ?? {})
          .filter((entry) => entry !== '.')
          .map((entry) => entry.slice(1)),
      };
    }),
  );
}

/** TypeScript sources below `root`, with forward slashes, without what is built or installed. */
export function listSources(root: string, folders: readonly string[]): string[] {
  return folders.flatMap((folder) => walk(join(root, folder))).map((file) => relative(root, file).split(sep).join('/'));
}

function walk(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory())
      return ['node_modules', 'dist', 'fixtures', '.docusaurus'].includes(entry.name) ? [] : walk(path);
    return /\.(ts|tsx|mts|mjs)$/.test(entry.name) ? [path] : [];
  });
}

function foldersIn(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => statSync(join(folder, name)).isDirectory())
    .sort();
}
