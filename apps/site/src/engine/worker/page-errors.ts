import { LabPageError } from '@podlab/lab-ui/model';
import { LabRunnerError } from '@podlab/lab-runner';
import type { ToldFailure } from '../protocol.ts';

/** A failure as the reader is told it. What nobody expected is told as such. */
export function tellFailure(error: unknown): ToldFailure {
  if (error instanceof LabPageError) return { code: error.code, message: error.message, next: error.next };
  if (error instanceof LabRunnerError) {
    const code = error.code === 'ANSWER_REFUSED' || error.code === 'WORD_MISUSED' ? 'ANSWER_REFUSED' : 'UNEXPECTED';
    return { code, message: error.message, next: error.next ?? 'Begin anew with `reset`.' };
  }
  return {
    code: 'UNEXPECTED',
    message: error instanceof Error ? error.message : String(error),
    next: 'It is a fault of Podlab. Reload the page to go on; copy the state first if you want to report it.',
  };
}
