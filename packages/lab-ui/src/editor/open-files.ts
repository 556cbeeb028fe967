/** A file of the learner's folder that is open in the editor. */
export interface OpenFile {
  readonly name: string;
  readonly text: string;
  /** As it is in the folder; undefined: not yet there. */
  readonly saved: string | undefined;
}

export function isUnsaved({ text, saved }: OpenFile): boolean {
  return text !== saved;
}

/**
 * Takes in what the folder holds now. A file that the learner has changed keeps the learner's text; one that is gone
 * from the folder goes, unless it was changed.
 */
export function takeFolder(open: readonly OpenFile[], folder: ReadonlyMap<string, string>): readonly OpenFile[] {
  const names = [...new Set([...open.map(({ name }) => name), ...folder.keys()])];
  return names.flatMap((name): OpenFile[] => {
    const file = open.find((candidate) => candidate.name === name);
    const saved = folder.get(name);
    if (file && isUnsaved(file)) return [{ ...file, saved }];
    return saved === undefined ? [] : [{ name, text: saved, saved }];
  });
}

/** What is wrong with a name for a new file; undefined: nothing. */
export function faultOfName(name: string, taken: readonly string[]): string | undefined {
  if (!/^[\w][\w.-]*\.ya?ml$/.test(name)) return 'A name such as `pod.yaml`: letters, digits, dots and hyphens.';
  return taken.includes(name) ? `There is a file \`${name}\` already.` : undefined;
}
