import { reservedNames } from '../reserved-names.ts';
import type { Check } from '../schema/check.ts';
import type { LabFile } from '../schema/lab.ts';
import { suggestion } from '../words.ts';
import { type FaultCollector, verifyCheck, verifyCondition, verifyKind, verifyNear } from './verify-checks.ts';
import type { Path } from './yaml-document.ts';

/** What the schema cannot say about a lab: its name, unique ids, checks that can be evaluated, proofs that name checks. */
export function verifyLab(lab: LabFile, folder: string, faults: FaultCollector): void {
  if (lab.id !== folder)
    faults.add(['id'], `\`id\` must be the name of the folder, \`${folder}\`, but is \`${lab.id}\`.`);
  if (reservedNames.includes(lab.id)) {
    faults.add(['id'], `A lab must not be named \`${lab.id}\`: \`lab ${lab.id}\` is a command.`);
  }
  lab.start.until.forEach((condition, i) => verifyCondition(condition, ['start', 'until', i], faults));
  lab.watch.forEach((kind, i) => verifyKind(kind, ['watch', i], faults));
  const checks = checksOf(lab);
  for (const { check, path, role } of checks) verifyCheck(check, path, faults, role);
  lab.steps.forEach((step, i) => {
    step.hints.near.forEach((near, j) => verifyNear(near, [], ['steps', i, 'hints', 'near', j], faults));
  });
  verifyUnique(
    lab.steps.map((step, i) => ({ id: step.id, path: ['steps', i, 'id'] })),
    'step',
    faults,
  );
  verifyUnique(
    checks.map(({ check, path }) => ({ id: check.id, path: [...path, 'id'] })),
    'check or guard',
    faults,
  );
  verifyUnique(
    [
      ...lab.solutions.map((id, i) => ({ id, path: ['solutions', i] })),
      ...lab.mistakes.map(({ attempt }, i) => ({ id: attempt, path: ['mistakes', i, 'attempt'] })),
    ],
    'attempt',
    faults,
  );
  const ids = checks.map(({ check }) => check.id);
  lab.mistakes.forEach(({ caughtBy }, i) => {
    if (ids.includes(caughtBy)) return;
    const more = suggestion(caughtBy, ids, 'The checks and guards are');
    faults.add(['mistakes', i, 'caughtBy'], `\`${caughtBy}\` is not a check or guard of this lab.${more}`);
  });
}

interface PlacedCheck {
  readonly check: Check;
  readonly path: Path;
  readonly role: 'check' | 'guard';
}

function checksOf(lab: LabFile): readonly PlacedCheck[] {
  return [
    ...lab.guards.map((check, i): PlacedCheck => ({ check, path: ['guards', i], role: 'guard' })),
    ...lab.steps.flatMap((step, i) =>
      step.checks.map((check, j): PlacedCheck => ({ check, path: ['steps', i, 'checks', j], role: 'check' })),
    ),
  ];
}

function verifyUnique(
  named: readonly { readonly id: string; readonly path: Path }[],
  what: string,
  faults: FaultCollector,
): void {
  const seen = new Set<string>();
  for (const { id, path } of named) {
    if (seen.has(id)) faults.add(path, `There is another ${what} \`${id}\`; ids must differ.`);
    seen.add(id);
  }
}
