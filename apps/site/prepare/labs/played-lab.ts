import type { Definition, OutputWord } from '@podlab/glossary';
import { type LabJson, labToJson, type ProvenLab } from '@podlab/lab-format';
import { labOutputWords, linkLabTexts } from '../../plugins/glossary/link-lab.ts';
import type { Glossary } from '../../plugins/glossary/source/glossary-files.ts';

/** What a page needs to play a lab: plain JSON, loaded when the learner starts. */
export interface PlayedLabJson {
  readonly lab: LabJson;
  /** The lab's texts with links to terms; Markdown. */
  readonly linked: {
    readonly goal: string;
    /** One for each step. */
    readonly steps: readonly string[];
    readonly debrief: string;
    readonly freePlay: readonly string[];
  };
  /** What to know words by in the terminal and in manifests. */
  readonly words: readonly OutputWord[];
  /** Of every term in `linked` and `words`, each once. */
  readonly definitions: readonly Definition[];
}

export function playedLabJson(lab: ProvenLab, glossary: Glossary): PlayedLabJson {
  const texts = [lab.goal, ...lab.steps.map(({ text }) => text), lab.debrief, ...lab.freePlay];
  const { markdown, definitions } = linkLabTexts(texts, { path: `labs/${lab.id}` }, glossary);
  const [goal = '', ...rest] = markdown;
  const steps = rest.slice(0, lab.steps.length);
  const [debrief = '', ...freePlay] = rest.slice(lab.steps.length);
  const output = labOutputWords(glossary);
  const defined = new Map([...definitions, ...output.definitions].map((definition) => [definition.id, definition]));
  return {
    lab: labToJson(lab),
    linked: { goal, steps, debrief, freePlay },
    words: output.words,
    definitions: [...defined.values()],
  };
}
