import type { Check, Lab, ProvenLab, Step } from '@podlab/lab-format';
import { fold, frontMatter, list, section } from './markdown.ts';
import type { Transcript } from './play-solution.ts';
import { renderTranscript } from './transcript.ts';

/**
 * The page of a lab as it reads before anything runs: everything that is in the lab's files, in the order in which a
 * learner needs it. Markdown (not MDX), because labs write `{` and `<` as themselves.
 */
export function renderLabPage(lab: ProvenLab, transcripts: readonly Transcript[]): string {
  return [
    frontMatter({
      title: lab.title,
      slug: lab.id,
      description: lab.summary,
      promise: lab.summary,
      labId: lab.id,
      labVersion: lab.version,
      steps: lab.steps.length,
      nodes: lab.cluster.nodes,
    }),
    section('goal', [lab.goal]),
    section('guards', lab.guards.length > 0 && ['Throughout:', checks(lab.guards)]),
    section('start', ['## The cluster', ...manifests(lab)]),
    ...lab.steps.map((step, index) => section('step', renderStep(step, index))),
    section('after', [
      '## Afterwards',
      ...transcripts.map((transcript, index) =>
        fold(`Solution ${index + 1}: ${transcript.attempt.title}`, [
          transcript.attempt.about,
          ...renderTranscript(lab, transcript),
        ]),
      ),
      fold('What there was to see', [lab.debrief]),
      lab.freePlay.length > 0 && '### Free play',
      lab.freePlay.length > 0 && list(lab.freePlay),
    ]),
    section('real', [
      '## Do this on a real cluster',
      'The same lab, with the same checks, on a cluster of its own in Docker (kind):',
      `\`\`\`console\n$ pnpm lab ${lab.id} --engine kind\n\`\`\``,
    ]),
  ].join('\n\n');
}

function manifests(lab: Lab): string[] {
  return lab.start.manifests.map(({ file }) => {
    const text = (lab.files.get(file) ?? '').trimEnd();
    return `\`\`\`yaml title="${file}"\n${text}\n\`\`\``;
  });
}

function renderStep(step: Step, index: number): (string | undefined)[] {
  const questions = step.checks.filter(({ answer }) => answer !== undefined);
  return [
    `## ${index + 1}. ${step.title}`,
    step.text,
    ...questions.flatMap(({ answer }) => [
      `**${answer?.question}**`,
      answer?.choices === undefined ? undefined : list(answer.choices.map(({ text }) => text)),
    ]),
    '### Done when',
    checks(step.checks),
    ...step.hints.tiers.map((hint, tier) => fold(`Hint ${tier + 1}`, [hint])),
  ];
}

function checks(all: readonly Check[]): string {
  return section('checks', [list(all.map(({ say }) => say))]);
}
