/** Test files that run one after another; lanes run side by side. */
export interface Lane {
  readonly name: string;
  /** What vitest is told to run, after `vitest run`. */
  readonly args: readonly string[];
}

/** Folders whose tests drive a browser: half of the time that everything takes. */
const inBrowser = ['tests/glossary', 'tests/lab-page', 'tests/page-engine', 'tests/pictures', 'tests/site'];

/**
 * Two lanes, because a machine with two cores is the least we are tested on and either lane keeps one busy. What is
 * named by the caller runs in one, with the caller's own arguments.
 */
export function lanesFor(args: readonly string[]): Lane[] {
  if (args.length > 0) return [{ name: 'named', args }];
  return [
    { name: 'browser', args: inBrowser.map((folder) => `${folder}/`) },
    { name: 'others', args: inBrowser.flatMap((folder) => ['--exclude', `${folder}/**`]) },
  ];
}
