import * as z from 'zod';
import { attemptSchema } from './schema/attempt.ts';
import { labSchema } from './schema/lab.ts';

/** As much of JSON Schema as zod generates for us. */
export interface JsonSchema {
  readonly title?: string;
  readonly description?: string;
  readonly type?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly propertyNames?: { readonly enum?: readonly string[] };
  readonly additionalProperties?: boolean | JsonSchema;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly required?: readonly string[];
}

/** The JSON Schema of `lab.yaml`, for editors. Committed as `lab.schema.json`. */
export function labJsonSchema(): JsonSchema {
  return z.toJSONSchema(labSchema, { io: 'input' }) as JsonSchema;
}

/** The JSON Schema of `attempts/*.yaml`, for editors. Committed as `attempt.schema.json`. */
export function attemptJsonSchema(): JsonSchema {
  return z.toJSONSchema(attemptSchema, { io: 'input' }) as JsonSchema;
}
