import * as z from 'zod';
import { answerSchema } from './answer.ts';
import { conditionSchema } from './condition.ts';
import { causeWords, fateWords } from './fate-words.ts';
import { idSchema } from './id.ts';
import { podSelectionSchema } from './selection.ts';

const countSchema = z
  .union([
    z.int().min(0),
    z.strictObject({
      atLeast: z.int().min(0).optional().describe('The lowest number accepted.'),
      atMost: z.int().min(0).optional().describe('The highest number accepted.'),
    }),
  ])
  .describe('An exact number, or `atLeast` and `atMost`.');

export type Count = z.infer<typeof countSchema>;

/** What became of the Pods that were there when the step began. */
export const fateSchema = z
  .strictObject({
    of: podSelectionSchema,
    including: z
      .literal('newcomers')
      .optional()
      .describe('`newcomers`: Pods that came after the step began are counted too. Default: only those there before.'),
    counts: z
      .partialRecord(z.enum(fateWords), countSchema)
      .optional()
      .describe('How many of the Pods that were there when the step began met which fate.'),
    others: z
      .literal('untouched')
      .optional()
      .describe('`untouched`: every Pod whose fate is not counted must be untouched.'),
    causes: z.array(z.enum(causeWords)).optional().describe('Causes accepted for the counted fates. Default: any.'),
    restarts: countSchema
      .optional()
      .describe('Restarts, since the step began, of all containers of these Pods and of the Pods made since.'),
    newcomers: z
      .strictObject({
        created: countSchema.optional().describe('Living Pods that their controller created since the step began.'),
        adopted: countSchema.optional().describe('Living Pods that a controller took over since the step began.'),
        byHand: countSchema.optional().describe('Living Pods, made since the step began, that no controller owns.'),
      })
      .optional()
      .describe('Where the living Pods came from that were not there when the step began.'),
  })
  .describe('Which fate the selected Pods met since the step began.')
  .meta({ title: 'fate check' });

export const historySchema = z
  .strictObject({
    always: conditionSchema.optional().describe('Must have held at every moment since the step began.'),
    never: conditionSchema.optional().describe('Must not have held at any moment since the step began.'),
    eventually: conditionSchema.optional().describe('Must have held at some moment since the step began.'),
    before: z
      .strictObject({
        first: conditionSchema.describe('What must have held first.'),
        second: conditionSchema.describe('What must have held later, or in the same observation.'),
      })
      .optional()
      .describe('One condition held before another did.'),
    since: z
      .enum(['step', 'lab'])
      .default('step')
      .describe('Where the history begins: with the step (default) or with the lab.'),
  })
  .describe('A statement over the recorded history: one of `always`, `never`, `eventually`, `before`.')
  .meta({ title: 'history check' });

const expectSchema = z
  .union([
    z.literal('unchanged'),
    z.strictObject({ matches: z.string().describe('Regular expression that the output must match.') }),
  ])
  .describe('`unchanged`: the same output before and after every restart. `matches`: a regular expression.');

export const execSchema = z
  .strictObject({
    in: podSelectionSchema,
    fate: z.enum(fateWords).optional().describe('Only Pods that met this fate in the step. Default: all selected.'),
    container: z.string().optional().describe('Default: the first container.'),
    command: z.array(z.string()).min(1).describe('Program and arguments; run in the container, never on the host.'),
    expect: expectSchema,
  })
  .describe('What a command inside the containers prints.')
  .meta({ title: 'exec check' });

export const logsSchema = z
  .strictObject({
    in: podSelectionSchema,
    container: z.string().optional().describe('Default: the first container.'),
    previous: z.boolean().default(false).describe('The log of the instance before the last restart.'),
    matches: z.string().describe('Regular expression that some line of every log must match.'),
  })
  .describe('What containers have printed.')
  .meta({ title: 'logs check' });

/** A near miss: a wrong state that is recognised and answered by name. */
export const nearSchema = z
  .strictObject({
    when: z
      .string()
      .describe(
        'A CEL expression over `objects` (those selected), `fates` (lists by fate: each with `name`, `uid`, `short`, ' +
          '`before`, `after`, `cause`, `restarts`, `successor`), `newcomers` (lists `created`, `adopted`, `byHand`), ' +
          '`all` (every fate in one list), `facts` (fates of each step, by step id), `output` (exec, logs) and `given` (answers).',
      ),
    say: z
      .string()
      .describe('What the learner reads instead of the generic finding. May use `${replaced}` and the like.'),
  })
  .meta({ title: 'near miss' });

export type Near = z.infer<typeof nearSchema>;

export const checkSchema = z
  .strictObject({
    id: idSchema,
    say: z.string().describe('What must be so, as one sentence. The title of the check.'),
    expected: z.string().describe('One sentence: what was expected. Shown while it is not so.'),
    look: z.string().describe('The next command to look with, such as `kubectl get pods`.'),
    object: conditionSchema.optional(),
    history: historySchema.optional(),
    fate: fateSchema.optional(),
    exec: execSchema.optional(),
    logs: logsSchema.optional(),
    answer: answerSchema.optional(),
    forSeconds: z
      .number()
      .min(0)
      .default(0)
      .describe("How long an `object` check must hold without a break, in seconds of the cluster's clock."),
    near: z.array(nearSchema).default([]).describe('Near misses, most telling first; the first that matches speaks.'),
  })
  .describe('One statement about the cluster: exactly one of object, history, fate, exec, logs, answer.')
  .meta({ title: 'check' });

export type CheckKind = 'object' | 'history' | 'fate' | 'exec' | 'logs' | 'answer';
export const checkKinds: readonly CheckKind[] = ['object', 'history', 'fate', 'exec', 'logs', 'answer'];

export type Check = z.infer<typeof checkSchema>;
export type FateCheck = z.infer<typeof fateSchema>;
export type HistoryCheck = z.infer<typeof historySchema>;
export type ExecCheck = z.infer<typeof execSchema>;
export type LogsCheck = z.infer<typeof logsSchema>;
