import * as z from 'zod';
import { idSchema } from './id.ts';

const choiceSchema = z
  .strictObject({
    id: idSchema,
    text: z.string().describe('What the learner chooses.'),
    when: z
      .string()
      .describe('A CEL expression over `facts`: whether this choice is what the record shows. Never a fixed truth.'),
    say: z.string().optional().describe('What the learner reads about this choice once the facts are known.'),
  })
  .meta({ title: 'choice' });

/** A question to the learner; the right answer is computed from what was recorded. */
export const answerSchema = z
  .strictObject({
    question: z.string().describe('The question, in second person.'),
    prediction: z
      .boolean()
      .default(false)
      .describe('A prediction counts as soon as it is given; right or wrong is shown once the facts are known.'),
    choices: z.array(choiceSchema).min(2).optional().describe('Answers to choose from.'),
    value: z
      .string()
      .optional()
      .describe('A CEL expression over `facts` that gives the right answer as a string (instead of `choices`).'),
    prefix: z
      .int()
      .min(1)
      .optional()
      .describe('With `value`: how many of its first characters are enough. Default: all of it.'),
  })
  .describe('A question with `choices` or with a `value` to type.')
  .meta({ title: 'question' });

export type Answer = z.infer<typeof answerSchema>;
export type Choice = z.infer<typeof choiceSchema>;
