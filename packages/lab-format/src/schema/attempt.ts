import * as z from 'zod';
import { conditionSchema } from './condition.ts';

const bindingSchema = z
  .strictObject({
    kind: z.string().describe('Kind of the objects, such as `Pod`.'),
    labels: z.record(z.string(), z.string()).optional().describe('Labels that the objects must carry.'),
    where: z.string().optional().describe('A CEL expression over the object: which objects count. Default: all.'),
    value: z.string().describe('A CEL expression over the object that gives the string to bind.'),
    all: z
      .boolean()
      .default(false)
      .describe('Bind the values of all objects, joined by spaces. Default: of the first, in the order of names.'),
  })
  .describe('A value read from the cluster.')
  .meta({ title: 'binding' });

/** One step of an attempt; exactly one of its fields is given. Steps are data: nothing of them runs on the host. */
export const attemptStepSchema = z
  .strictObject({
    kubectl: z
      .string()
      .optional()
      .describe('Arguments of kubectl, quoted as in a shell; runs in the lab namespace. Files are those of the lab.'),
    request: z
      .strictObject({
        method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']).describe('Method of the request.'),
        path: z.string().describe('Path in the API, with the query.'),
        contentType: z.string().default('application/json').describe('Media type of the body.'),
        body: z.record(z.string(), z.unknown()).optional().describe('The body, as an object.'),
      })
      .optional()
      .describe('A raw API call.'),
    let: z.record(z.string(), bindingSchema).optional().describe('Binds names that later steps use as `${name}`.'),
    answer: z
      .strictObject({
        check: z.string().describe('Id of the answer check.'),
        give: z.string().describe('Id of a choice, or the text that is typed.'),
      })
      .optional()
      .describe('Answers a question.'),
    waitFor: z
      .strictObject({
        step: z.string().optional().describe('Id of a step of the lab: until it is passed.'),
        condition: conditionSchema.optional().describe('Until this holds in the cluster.'),
        seconds: z.number().min(0).optional().describe("This many seconds of the cluster's clock."),
        timeoutSeconds: z.number().min(0).default(60).describe('The attempt fails when it takes longer.'),
      })
      .optional()
      .describe('Waits for one of `step`, `condition`, `seconds`.'),
    exitCode: z.int().min(0).optional().describe('With `kubectl`: the exit code it must end with. Default 0.'),
  })
  .describe('One thing that a learner does.')
  .meta({ title: 'step of an attempt' });

export type AttemptStep = z.infer<typeof attemptStepSchema>;
export type Binding = z.infer<typeof bindingSchema>;

/** A recorded way through a lab: `attempts/<id>.yaml`. */
export const attemptSchema = z
  .strictObject({
    title: z.string().describe('What the learner does, as a short sentence.'),
    about: z.string().optional().describe('What the learner believes, or why this way is right.'),
    touches: z
      .enum(['namespace', 'cluster'])
      .default('namespace')
      .describe('`cluster`: changes things outside its namespace, so it is played alone on a cluster.'),
    steps: z.array(attemptStepSchema).describe('What is done, in order. Empty: nothing at all.'),
    cleanUp: z
      .array(attemptStepSchema)
      .default([])
      .describe('Done after the verdict, whatever happened: undoes what outlives the namespace.'),
  })
  .describe('A solution or a mistake, step by step.')
  .meta({ title: 'attempt' });

export type AttemptFile = z.infer<typeof attemptSchema>;
