import * as z from 'zod';

const idSchema = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'must be lower-case words joined by dashes, such as `owner-reference`');

/** What a term is a word for. `status` and `field` are recognised in terminal output too. */
export const termKinds = ['concept', 'object', 'field', 'status', 'command', 'tool', 'acronym'] as const;

/** The front matter of a term file: the one truth about the format. */
export const termSchema = z.strictObject({
  id: idSchema.describe('Permanent: links use it. The name of the file without `.md`.'),
  term: z.string().min(1).describe('The word as it is shown.'),
  kind: z.enum(termKinds),
  long: z.string().optional().describe('What an acronym stands for.'),
  aliases: z.array(z.string().min(1)).default([]).describe('Other words for the same thing.'),
  match: z
    .strictObject({
      case: z
        .enum(['smart', 'exact', 'insensitive'])
        .default('smart')
        .describe('`smart`: a lower-case word also matches at the start of a sentence, one with capitals as written.'),
      plural: z
        .union([z.enum(['auto', 'none']), z.array(z.string())])
        .default('auto')
        .describe('Plural forms: made by rule, none, or these.'),
      auto: z.boolean().default(true).describe('false: linked only where `<T id>` says so.'),
      notAfter: z.array(z.string()).default([]).describe('Not when one of these words came before in the sentence.'),
      notIn: z.array(z.string()).default([]).describe('Not in pages whose path matches, such as `/legacy/**`.'),
    })
    .prefault({}),
  tags: z.array(idSchema).default([]),
  short: z.string().describe('One sentence of plain text, at most 160 characters.'),
  since: z
    .strictObject({ k8s: z.string().describe('Version of Kubernetes, quoted.'), note: z.string().optional() })
    .optional(),
  fields: z.array(z.string()).default([]).describe('Paths in manifests that are about this term.'),
  outputs: z.array(z.string()).default([]).describe('Words that kubectl prints for it.'),
  see: z.array(z.string()).default([]).describe('Ids of related terms; holds in both directions.'),
  contrast: z
    .array(z.strictObject({ id: z.string(), say: z.string() }))
    .default([])
    .describe('Terms it is mistaken for, each with the difference.'),
  labs: z.array(z.string()).default([]).describe('Ids of labs that practise it.'),
  source: z.strictObject({ url: z.url() }).optional().describe('Where to read on.'),
});

/** A word of the glossary, with where it was read. */
export interface Term extends Readonly<z.infer<typeof termSchema>> {
  /** Markdown; empty when the file has no text below its front matter. */
  readonly text: string;
  readonly file: string;
}
