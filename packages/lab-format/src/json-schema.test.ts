import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { attemptJsonSchema, labJsonSchema } from './json-schema.ts';

const files = { lab: labJsonSchema, attempt: attemptJsonSchema };

describe('the JSON Schemas of editors', () => {
  it.each(Object.entries(files))(
    '%s.schema.json is what the schema gives; PODLAB_UPDATE=1 renews it',
    (name, schema) => {
      const file = new URL(`../${name}.schema.json`, import.meta.url);
      if (process.env['PODLAB_UPDATE']) writeFileSync(file, `${JSON.stringify(schema(), undefined, 2)}\n`);
      expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(schema());
    },
  );

  it('describes every field', () => {
    const undescribed: string[] = [];
    const walk = (schema: ReturnType<typeof labJsonSchema>, path: string) => {
      for (const [name, field] of Object.entries(schema.properties ?? {})) {
        const described = field.description ?? field.anyOf?.[0]?.description ?? field.title;
        if (described === undefined) undescribed.push(`${path}.${name}`);
        walk(field, `${path}.${name}`);
      }
      for (const branch of schema.anyOf ?? []) walk(branch, path);
      if (schema.items) walk(schema.items, `${path}[]`);
    };
    walk(labJsonSchema(), 'lab');
    walk(attemptJsonSchema(), 'attempt');
    expect(undescribed).toEqual([]);
  });
});
