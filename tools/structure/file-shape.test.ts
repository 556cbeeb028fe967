import { describe, expect, it } from 'vitest';
import { checkFileShape } from './file-shape.ts';

const check = (path: string, lines = 1) => checkFileShape([{ path, text: 'x\n'.repeat(lines) }]);

describe('file shape', () => {
  it.each(['packages/grader/src/fate.ts', 'packages/grader/src/index.ts', 'apps/cli/src/index.ts'])(
    'accepts %s',
    (path) => {
      expect(check(path, 400)).toEqual([]);
    },
  );
  it('refuses the 401st line and says how to split', () => {
    expect(check('packages/grader/src/fate.ts', 401)).toEqual([
      expect.stringContaining('401 lines; 400 at most. Split it by concept'),
    ]);
  });
  it.each(['packages/a/src/utils.ts', 'packages/a/src/helpers.test.ts', 'packages/a/src/common.ts'])(
    'refuses the name %s',
    (path) => {
      expect(check(path)).toEqual([expect.stringContaining('names no concept')]);
    },
  );
  it('refuses a barrel inside a package', () => {
    expect(check('packages/a/src/fates/index.ts')).toEqual([expect.stringContaining("only a package's src/index.ts")]);
  });
});
