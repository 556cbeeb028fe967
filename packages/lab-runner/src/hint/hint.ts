/** What `hint` says. */
export interface Hint {
  /** Id of the step that it is about. */
  readonly step: string;
  /** `near`: it reacts to the state of the cluster; `tier`: from vague to complete. */
  readonly kind: 'near' | 'tier';
  readonly text: string;
  /** With `tier`: which one this is, from 1, and how many there are. */
  readonly tier?: number;
  readonly tiers?: number;
}

/** Tiers already told, by step; kept in the record as notes, so that they survive a restart. */
export interface HintMemory {
  toldTiers(step: string): number;
  /** Texts of near misses that were told already. */
  toldNear(step: string): ReadonlySet<string>;
}

export interface HintSource {
  readonly step: string;
  /** Text of the near miss that fits the state; undefined when none does. */
  readonly near: string | undefined;
  readonly tiers: readonly string[];
}

/**
 * Chooses the next hint: first what fits the state, if it was not told yet; then the next tier; then the last tier
 * again.
 */
export function chooseHint(source: HintSource, memory: HintMemory): Hint {
  const { step, near, tiers } = source;
  if (near !== undefined && !memory.toldNear(step).has(near)) return { step, kind: 'near', text: near };
  const tier = Math.min(memory.toldTiers(step) + 1, tiers.length);
  return { step, kind: 'tier', text: tiers[tier - 1] ?? '', tier, tiers: tiers.length };
}

const notePrefix = 'hint ';

/** The note that remembers a hint. */
export function hintNote(hint: Hint): string {
  return `${notePrefix}${JSON.stringify({ step: hint.step, kind: hint.kind, text: hint.text })}`;
}

/** Reads the notes of a record. */
export function createHintMemory(notes: readonly string[]): HintMemory {
  const told = notes.flatMap(parseNote);
  return {
    toldTiers: (step) =>
      new Set(told.filter((hint) => hint.step === step && hint.kind === 'tier').map((hint) => hint.text)).size,
    toldNear: (step) =>
      new Set(told.filter((hint) => hint.step === step && hint.kind === 'near').map((hint) => hint.text)),
  };
}

function parseNote(note: string): { step: string; kind: string; text: string }[] {
  if (!note.startsWith(notePrefix)) return [];
  try {
    return [JSON.parse(note.slice(notePrefix.length)) as { step: string; kind: string; text: string }];
  } catch {
    return [];
  }
}
