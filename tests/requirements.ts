import { describe } from 'vitest';

/**
 * Describes what needs more than Node. `[needs …]` in the title is how `pnpm test` names the tests that did not run
 * here, and how PODLAB_MUST_RUN makes that a failure.
 * @param isThere whether this machine has what is needed; where it has not, each test inside is skipped by name
 */
export function describeNeeding(what: string, isThere: boolean, title: string, define: () => void): void {
  describe.skipIf(!isThere)(`${title} [needs ${what}]`, () => {
    define();
  });
}
