import type { Lab } from '@podlab/lab-format';
import type { Transcript, TranscriptEntry } from './play-solution.ts';

/** A played solution: sessions as console fences, with what is answered in between as sentences. */
export function renderTranscript(lab: Lab, { entries }: Transcript): string[] {
  const parts: string[] = [];
  let session: string[] = [];
  const endSession = () => {
    if (session.length > 0) parts.push(`\`\`\`console\n${session.join('\n')}\n\`\`\``);
    session = [];
  };
  for (const entry of entries) {
    if (entry.kind === 'kubectl') session.push(`$ ${entry.line}`, ...printed(entry));
    else {
      endSession();
      parts.push(entry.kind === 'answer' ? sayAnswer(lab, entry.line) : `Sent to the API: \`${entry.line}\``);
    }
  }
  endSession();
  return parts;
}

function printed({ output }: TranscriptEntry): string[] {
  return output === '' ? [] : [output.trimEnd()];
}

/** @param line `answer CHECK GIVEN`, as playAttempt reports it */
function sayAnswer(lab: Lab, line: string): string {
  const [, id, ...given] = line.split(' ');
  const answer = lab.steps.flatMap(({ checks }) => checks).find((check) => check.id === id)?.answer;
  const choice = answer?.choices?.find((known) => known.id === given.join(' '));
  return `${answer?.question ?? ''} **${choice?.text ?? given.join(' ')}**`;
}
