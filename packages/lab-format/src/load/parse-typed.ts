import type * as z from 'zod';
import type { LabFault } from '../faults.ts';
import type { JsonSchema } from '../json-schema.ts';
import { schemaFaults } from './schema-faults.ts';
import type { FaultCollector } from './verify-checks.ts';
import { parseYaml, type YamlDocument } from './yaml-document.ts';

/** Parses a file of ours and holds it against its schema. @returns undefined when it has faults */
export function parseTyped<T>(
  text: string,
  file: string,
  schema: z.ZodType<T>,
  jsonSchema: () => JsonSchema,
  faults: LabFault[],
): { readonly value: T; readonly document: YamlDocument } | undefined {
  const [document] = parseYaml(text, file, '1.2', faults);
  if (!document) {
    if (!faults.some((fault) => fault.file === file)) {
      faults.push({ file, line: undefined, column: undefined, message: 'The file is empty.' });
    }
    return undefined;
  }
  const result = schema.safeParse(document.value);
  if (result.success) return { value: result.data, document };
  faults.push(...schemaFaults(result.error.issues, document, jsonSchema()));
  return undefined;
}

/** Collects what is found in one document. */
export function collect(document: YamlDocument, faults: LabFault[]): FaultCollector {
  return {
    document,
    add: (path, message) => faults.push(document.fault(path, message)),
    push: (fault) => faults.push(fault),
  };
}
