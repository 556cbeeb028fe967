import * as z from 'zod';

/** Ids are stable: progress is stored under them. */
export const idSchema = z
  .string()
  .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'must be lower-case words joined by dashes, such as `one-replaced`')
  .describe('A stable id: lower-case words joined by dashes.');
