import type { LabFault } from '../faults.ts';
import { attemptJsonSchema } from '../json-schema.ts';
import type { Attempt, Mistake } from '../lab.ts';
import { attemptSchema } from '../schema/attempt.ts';
import type { LabFile } from '../schema/lab.ts';
import { suggestion } from '../words.ts';
import { collect, parseTyped } from './parse-typed.ts';
import { verifyAttempt } from './verify-attempt.ts';
import type { FaultCollector } from './verify-checks.ts';
import type { Path } from './yaml-document.ts';

/** Loads the attempts that a lab names; one that it does not name is a fault. */
export function loadAttempts(
  file: LabFile,
  id: string,
  files: ReadonlyMap<string, string>,
  lab: FaultCollector,
  faults: LabFault[],
): { solutions: Attempt[]; mistakes: Mistake[] } {
  const names = new Set(files.keys());
  const load = (name: string, at: Path): Attempt[] => {
    const path = `attempts/${name}.yaml`;
    const text = files.get(path);
    if (text === undefined) {
      const known = [...names].flatMap((known) => /^attempts\/(.*)\.yaml$/.exec(known)?.[1] ?? []);
      lab.add(at, `There is no file \`${path}\`.${suggestion(name, known, 'Attempts are')}`);
      return [];
    }
    const parsed = parseTyped(text, `${id}/${path}`, attemptSchema, attemptJsonSchema, faults);
    if (!parsed) return [];
    verifyAttempt(parsed.value, file, names, collect(parsed.document, faults));
    return [{ id: name, ...parsed.value }];
  };
  const loaded = {
    solutions: file.solutions.flatMap((name, i) => load(name, ['solutions', i])),
    mistakes: file.mistakes.flatMap(({ attempt, caughtBy, saying }, i) =>
      load(attempt, ['mistakes', i, 'attempt']).map((loaded) => ({ ...loaded, caughtBy, saying })),
    ),
  };
  const used = new Set([...file.solutions, ...file.mistakes.map((mistake) => mistake.attempt)]);
  for (const path of names) {
    const name = /^attempts\/(.*)\.yaml$/.exec(path)?.[1];
    if (name === undefined || used.has(name)) continue;
    const message = 'No proof plays this attempt: name it in `solutions` or `mistakes` of lab.yaml, or remove it.';
    faults.push({ file: `${id}/${path}`, line: undefined, column: undefined, message });
  }
  return loaded;
}
