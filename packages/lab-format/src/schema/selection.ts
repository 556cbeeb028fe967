import * as z from 'zod';

/** Which objects of the lab's namespace (or of the cluster, for Nodes) something is about. */
export const selectionSchema = z
  .strictObject({
    kind: z.string().describe('Kind of the objects, such as `Pod`.'),
    name: z.string().optional().describe('Name of one object. Default: all that match `labels`.'),
    labels: z
      .record(z.string(), z.string())
      .optional()
      .describe('Labels that the objects must carry. Default: all objects of the kind.'),
  })
  .describe('Selects objects by kind and by name or labels.');

export type Selection = z.infer<typeof selectionSchema>;

/** Pods of the lab's namespace by their labels. */
export const podSelectionSchema = z
  .strictObject({
    name: z.string().optional().describe('Name of one Pod. Default: all that match `labels`.'),
    labels: z.record(z.string(), z.string()).optional().describe('Labels that the Pods must carry.'),
  })
  .describe('Selects Pods by name or labels.')
  .meta({ title: 'selection of Pods' });

export type PodSelection = z.infer<typeof podSelectionSchema>;
