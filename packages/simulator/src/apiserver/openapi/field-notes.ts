import { schemaNotes } from './schema-notes.ts';

/** What is known of a type's fields beyond the table of API types, by field name. */
export interface FieldNotes {
  /** Must be given, although Go does not write them when they are empty. */
  readonly required: ReadonlySet<string>;
  /** Need not be given, although Go always writes them. */
  readonly optional: ReadonlySet<string>;
  /** What a field may be; of a list or map, each in it. */
  readonly values: ReadonlyMap<string, readonly string[]>;
}

const lines = new Map(
  schemaNotes.split('\n').flatMap((line): [string, string][] => {
    const colon = line.indexOf(': ');
    return colon < 0 ? [] : [[line.slice(0, colon), line.slice(colon + 2)]];
  }),
);

/** The notes of a type of the table. */
export function notesOf(typeName: string): FieldNotes {
  const required = new Set<string>();
  const optional = new Set<string>();
  const values = new Map<string, readonly string[]>();
  for (const note of lines.get(typeName)?.split(';') ?? []) {
    const space = note.indexOf(' ');
    if (note.startsWith('+')) required.add(note.slice(1));
    else if (note.startsWith('-')) optional.add(note.slice(1));
    else values.set(note.slice(0, space), note.slice(space + 1).split(','));
  }
  return { required, optional, values };
}
