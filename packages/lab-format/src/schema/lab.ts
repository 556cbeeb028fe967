import * as z from 'zod';
import { checkSchema, nearSchema } from './check.ts';
import { conditionSchema } from './condition.ts';
import { idSchema } from './id.ts';

const textSchema = z
  .union([z.string(), z.strictObject({ file: z.string().describe('A Markdown file in the folder of the lab.') })])
  .describe('Markdown, in place or as `file`.');

const stepSchema = z
  .strictObject({
    id: idSchema,
    title: z.string().describe('What the learner does, in a few words.'),
    text: textSchema,
    checks: z.array(checkSchema).min(1).describe('The step is passed when all of them are, and every guard holds.'),
    hints: z
      .strictObject({
        near: z
          .array(nearSchema)
          .default([])
          .describe('Hints for a certain state; the first that matches comes first.'),
        tiers: z.array(z.string()).min(1).describe('Hints from vague to complete, one at a time.'),
      })
      .describe('What `hint` says.')
      .meta({ title: 'set of hints' }),
  })
  .meta({ title: 'step' });

/** `lab.yaml`: the one truth about the format. Types, messages and the JSON Schema of editors come from it. */
export const labSchema = z
  .strictObject({
    id: idSchema.describe('The id of the lab: the name of its folder.'),
    version: z.int().min(1).describe('Raised when the checks change in meaning.'),
    title: z.string().describe('The title of the lab.'),
    summary: z.string().describe('One line for the list of labs.'),
    goal: z.string().describe('What the learner makes happen, in second person.'),
    terms: z.array(z.string()).default([]).describe('Ids of the glossary terms that the lab teaches.'),
    cluster: z
      .strictObject({
        nodes: z.int().min(1).max(9).describe('Number of nodes: one control plane, the rest workers.'),
      })
      .describe('The cluster that the lab needs.'),
    images: z.array(z.string()).min(1).describe('Every image that the lab uses, as `name:tag`.'),
    start: z
      .strictObject({
        manifests: z.array(z.string()).min(1).describe('Files of the folder that are applied before the lab begins.'),
        until: z.array(conditionSchema).min(1).describe('The lab begins when all of these hold.'),
        timeoutSeconds: z.number().min(1).default(120).describe('Set-up fails when it takes longer.'),
      })
      .describe('How the lab begins.'),
    watch: z.array(z.string()).default([]).describe('Kinds to record beyond those that checks and manifests name.'),
    guards: z.array(checkSchema).default([]).describe('Object or history checks that must hold throughout the lab.'),
    steps: z.array(stepSchema).min(1).describe('The steps, in order.'),
    solutions: z.array(z.string()).min(2).describe('Attempts that must pass: names of files in `attempts/`.'),
    mistakes: z
      .array(
        z
          .strictObject({
            attempt: z.string().describe('Name of a file in `attempts/`.'),
            caughtBy: z.string().describe('Id of the check or guard that must say no.'),
            saying: z.string().optional().describe('Words that the learner must read in what was found.'),
          })
          .meta({ title: 'mistake' }),
      )
      .min(3)
      .describe('Attempts that must fail, each at the check it names.'),
    debrief: textSchema.describe('What is true, and why the near misses are not the same thing. Shown at the end.'),
    freePlay: z.array(z.string()).default([]).describe('Things to try afterwards.'),
  })
  .describe('A Podlab lab.')
  .meta({ title: 'lab' });

export type LabFile = z.infer<typeof labSchema>;
