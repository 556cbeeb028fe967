import { describe, expect, it } from 'vitest';
import { checkBoundaries } from './boundaries.ts';
import type { WorkspacePackage } from './workspace.ts';

const pack = (name: string, uses: string[], isApp = false, entries: string[] = []): WorkspacePackage => ({
  folder: `${isApp ? 'apps' : 'packages'}/${name}`,
  name,
  description: '',
  isApp,
  uses,
  entries,
});
const packages = [
  pack('cli', ['grader'], true),
  pack('grader', ['apimachinery'], false, ['/timeline']),
  pack('apimachinery', []),
];
const check = (path: string, text: string) => checkBoundaries(packages, [{ path, text }]);

describe('package boundaries', () => {
  it('accepts imports that point down and by name', () => {
    expect(check('packages/grader/src/a.ts', "import { x } from '@podlab/apimachinery';\nimport './b.ts';")).toEqual(
      [],
    );
  });
  it('refuses a dependency that points up and says how to turn it around', () => {
    const [fault] = checkBoundaries([pack('apimachinery', ['grader'])], []);
    expect(fault).toContain('packages/apimachinery/package.json: uses @podlab/grader, which stands above it');
    expect(fault).toContain('declare a port in packages/apimachinery');
  });
  it('refuses an import past the door of another package', () => {
    expect(check('apps/cli/src/a.ts', "import { x } from '@podlab/grader/src/fate.ts';")).toEqual([
      "apps/cli/src/a.ts:1: imports '@podlab/grader/src/fate.ts'. Import '@podlab/grader', or an entry that its package.json exports: what it offers is listed there.",
    ]);
  });
  it('accepts an entry that the other package exports', () => {
    expect(check('apps/cli/src/a.ts', "import { x } from '@podlab/grader/timeline';")).toEqual([]);
  });
  it('refuses an undeclared package, also in a type import over several lines', () => {
    const faults = check('packages/grader/src/a.ts', "\nimport type {\n  X,\n} from '@podlab/cli';\n");
    expect(faults).toEqual([expect.stringContaining('packages/grader/src/a.ts:4')]);
  });
  it('refuses a relative path that leaves the package', () => {
    expect(check('packages/grader/src/a.ts', "export { y } from '../../apimachinery/src/y.ts';")).toEqual([
      expect.stringContaining('lies outside packages/grader'),
    ]);
  });
  it('refuses a package that has no layer', () => {
    expect(checkBoundaries([pack('stray', [])], [])).toEqual([expect.stringContaining('has no place')]);
  });
});
