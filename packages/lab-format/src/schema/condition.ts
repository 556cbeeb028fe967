import * as z from 'zod';
import { selectionSchema } from './selection.ts';

const quantitySchema = z
  .union([
    z.enum(['all', 'any', 'none']),
    z.strictObject({ exactly: z.int().min(0).describe('How many objects must hold, no more and no fewer.') }),
  ])
  .describe(
    'How many of the selected objects must hold: `all` (at least one must be there), `any`, `none`, or `exactly`.',
  );

/** A statement about the objects of one instant. Terminating Pods are not counted. */
export const conditionSchema = selectionSchema
  .extend({
    matches: z
      .record(z.string(), z.unknown())
      .optional()
      .describe('A partial object: every field given here must be there with the same value.'),
    holds: z
      .string()
      .optional()
      .describe(
        'A CEL expression over the fields of the object (`metadata`, `spec`, `status`, …), `self` (the object) and ' +
          '`start` (the object of that name when the step began, or null; for guards: when the lab began).',
      ),
    quantity: quantitySchema.default('all'),
  })
  .describe('A partial object, a CEL expression, or both, that must hold for the selected objects.')
  .meta({ title: 'condition' });

export type Condition = z.infer<typeof conditionSchema>;
export type Quantity = z.infer<typeof quantitySchema>;
