import { toYaml } from '@podlab/apimachinery';
import type { Stored } from '@podlab/apimachinery';
import { type KubectlError, usageError } from '../cli/kubectl-error.ts';
import type { Found } from '../resources/collect.ts';
import { objectText } from '../resources/targets.ts';
import { printCustomColumns } from './custom-columns.ts';
import { toJson, withoutManagedFields } from './json.ts';
import { findByPath, printJsonPath } from './jsonpath.ts';

/** How `-o` wants whole objects printed. */
export interface ObjectFormat {
  /** As given after `-o`. */
  readonly output: string;
  readonly showManagedFields: boolean;
  readonly noHeaders: boolean;
  /** Prints one object as itself instead of a list of one. */
  readonly single: boolean;
  /** Formats of the command alone, for the error that lists those that there are. */
  readonly more?: readonly string[];
  /** What the objects are wrapped in when they are not single. */
  readonly list?: object;
}

/** Whether `-o` names a format made of whole objects, not of the server's Table. */
export function isObjectOutput(output: string | undefined): output is string {
  return output !== undefined && output !== '' && output !== 'wide';
}

/** Text of objects in `-o json|yaml|name|jsonpath=…|custom-columns=…`. @throws KubectlError for another format */
export function printObjects(found: readonly Found[], format: ObjectFormat): string {
  const [kind = '', ...rest] = format.output.split('=');
  const template = rest.join('=');
  const whole = found.map(({ object }) => object);
  const objects = format.showManagedFields ? whole : whole.map(withoutManagedFields);
  switch (kind) {
    case 'name':
      return found.map(({ resource, object }) => `${objectText(resource, object.metadata.name)}\n`).join('');
    case 'json':
      return toJson(wrap(objects, format));
    case 'yaml':
      return toYaml(wrap(objects, format));
    case 'jsonpath-as-json':
      return toJson(findByPath(template, wrap(whole, format)));
    case 'jsonpath':
      if (template === '') throw usageError('template format specified but no template given');
      return printJsonPath(template, wrap(whole, format));
    case 'custom-columns':
      if (template === '') throw usageError('custom-columns format specified but no custom columns given');
      return printCustomColumns(template, whole, format);
    case 'go-template':
    case 'template':
    case 'jsonpath-file':
    case 'go-template-file':
    case 'custom-columns-file':
      throw usageError(`this kubectl cannot print -o ${kind}; use -o jsonpath or -o json, or install kubectl`);
    default:
      throw noPrinter(kind, format.more);
  }
}

/** @param format what `-o` was given; of a format with a template, its name */
export function noPrinter(format: string, more: readonly string[] = []): KubectlError {
  const all =
    'go-template,go-template-file,json,jsonpath,jsonpath-as-json,jsonpath-file,kyaml,name,template,templatefile,yaml';
  const allowed = [...more, ...all.split(',')].toSorted();
  return usageError(
    `unable to match a printer suitable for the output format ${JSON.stringify(format)}, allowed formats are: ${allowed.join(',')}`,
  );
}

function wrap(objects: readonly Stored[], { single, list }: ObjectFormat): unknown {
  const [first] = objects;
  if (single && first && objects.length === 1) return first;
  return { ...(list ?? { apiVersion: 'v1', kind: 'List', metadata: { resourceVersion: '' } }), items: objects };
}
