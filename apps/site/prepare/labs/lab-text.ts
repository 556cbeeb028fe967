import type { Definition, OutputWord } from '@podlab/glossary';
import type { Check, ProvenLab } from '@podlab/lab-format';
import type { CheckText, LabText } from '@podlab/lab-ui';
import { labOutputWords, linkLabTexts } from '../../plugins/glossary/link-lab.ts';
import type { Glossary } from '../../plugins/glossary/source/glossary-files.ts';

/** What explains the words of all labs; a page loads it when its lab has begun. */
export interface LabWordsJson {
  /** What to know words by in the terminal and in manifests. */
  readonly words: readonly OutputWord[];
  /** Of every term in `words` and in a lab's text, each once. */
  readonly definitions: readonly Definition[];
}

/**
 * What a page shows of a lab, with links to terms: neither its manifests and solutions nor how its checks look, which
 * only the worker needs.
 * @returns the text, and the terms that it links
 */
export function labText(
  lab: ProvenLab,
  glossary: Glossary,
): { readonly text: LabText; readonly definitions: readonly Definition[] } {
  const texts = [lab.goal, ...lab.steps.map(({ text }) => text), lab.debrief, ...lab.freePlay];
  const { markdown, definitions } = linkLabTexts(texts, { path: `labs/${lab.id}` }, glossary);
  const [goal = '', ...rest] = markdown;
  const [debrief = '', ...freePlay] = rest.slice(lab.steps.length);
  const steps = lab.steps.map(({ id, title, checks, hints }, index) => ({
    id,
    title,
    text: rest[index] ?? '',
    checks: checks.map(checkText),
    // They are counted here, and told by the worker.
    hints: { tiers: hints.tiers.map((_hint, tier) => tier + 1) },
  }));
  const { id, version, title, guards } = lab;
  return { text: { id, version, title, goal, steps, guards: guards.map(checkText), debrief, freePlay }, definitions };
}

function checkText({ id, say, forSeconds }: Check): CheckText {
  return { id, say, forSeconds };
}

export function labWords(glossary: Glossary, ofTexts: Iterable<Definition>): LabWordsJson {
  const { words, definitions } = labOutputWords(glossary);
  const defined = new Map([...ofTexts, ...definitions].map((definition) => [definition.id, definition]));
  return { words, definitions: [...defined.values()] };
}
