import {
  applyJsonPatch,
  applyMergePatch,
  applyStrategicPatch,
  deepEqual,
  isMap,
  mergeSchemaOf,
  type Stored,
} from '@podlab/apimachinery';
import { parse, YAMLParseError } from 'yaml';
import { type Command, type Invocation, printFlags, sharedFlags } from '../cli/command.ts';
import { dryRunOf } from '../cli/dry-run.ts';
import { usageError } from '../cli/kubectl-error.ts';
import type { Found } from '../resources/collect.ts';
import { forEachFound } from './change.ts';

type PatchType = 'json' | 'merge' | 'strategic';

/** `kubectl patch`. */
export const patch: Command = {
  name: 'patch',
  flags: [
    sharedFlags.filename,
    sharedFlags.recursive,
    sharedFlags.dryRun,
    sharedFlags.fieldManager,
    ...printFlags,
    { name: 'patch', short: 'p', type: 'string' },
    { name: 'patch-file', type: 'string' },
    { name: 'type', type: 'string' },
    { name: 'subresource', type: 'string' },
  ],
  run: async (invocation) => {
    const { client, signal, flags } = invocation;
    const text = await patchText(invocation);
    const type = (flags.string('type') ?? 'strategic').toLowerCase();
    if (type !== 'json' && type !== 'merge' && type !== 'strategic')
      throw usageError(`--type must be one of [json merge strategic], not ${JSON.stringify(flags.string('type'))}`);
    // What begins as JSON is the server's to judge.
    const isJson = text.trimStart().startsWith('{');
    const dryRun = dryRunOf(flags);
    return forEachFound(invocation, async (found) => {
      const { resource, object } = found;
      const options = {
        fieldManager: flags.string('field-manager') ?? 'kubectl-patch',
        subresource: flags.string('subresource'),
        dryRun: dryRun === 'server',
        signal,
      };
      const after =
        dryRun === 'client'
          ? patched(found, type, parsePatch(text))
          : await client.patch(resource, object.metadata, { type, body: isJson ? text : parsePatch(text) }, options);
      return { object: after, tellsDryRun: false, verb: deepEqual(after, object) ? 'patched (no change)' : 'patched' };
    });
  },
};

async function patchText({ flags, files }: Invocation): Promise<string> {
  const path = flags.string('patch-file') ?? '';
  const given = flags.string('patch') ?? '';
  if (path !== '' && given !== '') throw usageError('cannot specify --patch and --patch-file together');
  if (path === '' && given === '')
    throw usageError('must specify --patch or --patch-file containing the contents of the patch');
  if (path === '') return given;
  const text = await files.read?.(path);
  if (text === undefined) throw usageError(`unable to read patch file: open ${path}: no such file or directory`);
  return text;
}

/** JSON, or YAML. */
function parsePatch(text: string): unknown {
  try {
    return parse(text);
  } catch (error) {
    if (!(error instanceof YAMLParseError)) throw error;
    const line = error.linePos?.[0].line ?? 1;
    const why = error.message.split('\n')[0]?.replace(/ at line \d+, column \d+:?$/, '') ?? '';
    throw usageError(`unable to parse ${JSON.stringify(text)}: yaml: line ${line}: ${why}`);
  }
}

function patched({ resource, object }: Found, type: PatchType, body: unknown): Stored {
  if (type === 'json') return applyJsonPatch(object, Array.isArray(body) ? body : []) as Stored;
  const map = isMap(body) ? body : {};
  if (type === 'merge') return applyMergePatch(object, map) as Stored;
  return applyStrategicPatch(object, map, mergeSchemaOf(resource.kind)) as Stored;
}
