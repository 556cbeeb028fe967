import {
  applyMergePatch,
  applyStrategicPatch,
  createThreeWayPatch,
  isMap,
  type KubeObject,
  matchesSelector,
  mergeSchemaOf,
  parseSelector,
  StatusError,
  type Stored,
} from '@podlab/apimachinery';
import { type Command, type Invocation, printFlags, sharedFlags } from '../cli/command.ts';
import { complainAll } from '../cli/complain-all.ts';
import { dryRunOf } from '../cli/dry-run.ts';
import { errorText } from '../cli/error-text.ts';
import { KubectlError, usageError, usageFault } from '../cli/kubectl-error.ts';
import { validationOf } from '../cli/validation.ts';
import { type Manifest, readManifests } from '../manifests/read-manifests.ts';
import { isObjectOutput, printObjects } from '../print/print-objects.ts';
import type { Found } from '../resources/collect.ts';
import { lastApplied, withLastApplied } from '../resources/last-applied.ts';
import { printResult } from './print-result.ts';

const fieldManager = 'kubectl-client-side-apply';

/** `kubectl apply`: a three-way merge with what was applied last, or in the server. */
export const apply: Command = {
  name: 'apply',
  flags: [
    sharedFlags.filename,
    sharedFlags.recursive,
    sharedFlags.dryRun,
    sharedFlags.selector,
    sharedFlags.validate,
    sharedFlags.fieldManager,
    sharedFlags.overwrite,
    ...printFlags,
    { name: 'kustomize', short: 'k', type: 'string' },
    { name: 'server-side', type: 'bool' },
    { name: 'force-conflicts', type: 'bool' },
    { name: 'prune', type: 'bool' },
    { name: 'wait', type: 'bool' },
    { name: 'timeout', type: 'duration' },
  ],
  run: async (invocation) => {
    checkFlags(invocation);
    const { flags, out } = invocation;
    const output = flags.string('output');
    const told: string[] = [];
    const applied: Found[] = [];
    for (const manifest of chosen(await readManifests(invocation), invocation)) {
      try {
        const { object, verb } = flags.bool('server-side')
          ? await applyInServer(manifest, invocation)
          : await applyOne(manifest, invocation);
        if (isObjectOutput(output) && output !== 'name') applied.push({ resource: manifest.resource, object });
        else printResult({ resource: manifest.resource, object }, verb, invocation);
      } catch (error) {
        if (!(error instanceof StatusError || error instanceof KubectlError)) throw error;
        told.push(errorText(error));
      }
    }
    const list = { apiVersion: 'v1', kind: 'List', metadata: {} };
    const format = {
      single: applied.length === 1,
      showManagedFields: flags.bool('show-managed-fields'),
      noHeaders: false,
    };
    if (applied.length > 0 && output !== undefined) out(printObjects(applied, { ...format, output, list }));
    return complainAll(told, invocation);
  },
};

function checkFlags({ args, flags }: Invocation): void {
  if (args.length > 0) throw usageFault('kubectl apply', `Unexpected args: [${args.join(' ')}]`);
  const serverSide = flags.bool('server-side');
  if (flags.bool('force-conflicts') && !serverSide) throw usageError('--force-conflicts only works with --server-side');
  if (serverSide && dryRunOf(flags) === 'client')
    throw usageError("--dry-run=client doesn't work with --server-side (did you mean --dry-run=server instead?)");
  if (flags.has('kustomize') && flags.has('filename')) throw usageError('only one of -f or -k can be specified');
  if (flags.has('kustomize')) throw usageError('this kubectl builds no kustomizations; name the manifests with -f');
  if (!flags.has('filename')) throw usageError('must specify one of -f and -k');
  if (flags.bool('prune'))
    throw usageError('this kubectl prunes nothing; delete what you no longer want with kubectl delete');
}

/** Those that `-l` selects. */
function chosen(manifests: readonly Manifest[], { flags }: Invocation): readonly Manifest[] {
  const selector = flags.string('selector');
  if (selector === undefined) return manifests;
  const parsed = parseSelector(selector);
  const kept = manifests.filter(({ object }) => matchesSelector(parsed, object.metadata?.labels));
  if (kept.length === 0) throw usageError('no objects passed to apply');
  return kept;
}

async function applyInServer(manifest: Manifest, invocation: Invocation): Promise<{ object: Stored; verb: string }> {
  const { client, signal, flags } = invocation;
  const { resource, object, source } = manifest;
  const namespace = resource.namespaced ? (object.metadata?.namespace ?? invocation.namespace) : undefined;
  const name = object.metadata?.name ?? '';
  if (name === '') throw noName(manifest, namespace);
  const options = {
    fieldManager: flags.string('field-manager') ?? 'kubectl',
    fieldValidation: validationOf(flags),
    dryRun: dryRunOf(flags) === 'server',
    force: flags.bool('force-conflicts'),
    signal,
  };
  const body = inNamespace(object, namespace);
  const applied = await client
    .patch(resource, { namespace, name }, { type: 'apply', body }, options)
    .catch((error: unknown) => {
      if (error instanceof StatusError && error.reason === 'Conflict') throw usageError(conflictText(error.message));
      throw explained(error, `error when patching ${JSON.stringify(source)}`);
    });
  // Few apply in the server: the page loads this then.
  const { takeOver } = await import('./take-over.ts');
  const mine = await takeOver(client, { resource, at: { namespace, name }, body, object: applied }, options);
  return { object: mine, verb: 'serverside-applied' };
}

/** The conflicts, and what to do about them. */
function conflictText(message: string): string {
  return `${message}\nTo take these fields over, add --force-conflicts; to leave them to others, take them out of the manifest.`;
}

async function applyOne(manifest: Manifest, invocation: Invocation): Promise<{ object: Stored; verb: string }> {
  const { client, signal, flags } = invocation;
  const { resource, source } = manifest;
  const namespace = resource.namespaced ? (manifest.object.metadata?.namespace ?? invocation.namespace) : undefined;
  const name = manifest.object.metadata?.name ?? '';
  if (name === '') throw noName(manifest, namespace);
  const dryRun = dryRunOf(flags);
  const modified = withLastApplied(inNamespace(manifest.object, namespace));
  const current = await findObject(manifest, { namespace, name }, invocation);
  if (current && current.metadata.annotations?.[lastApplied] === undefined) warnOfMissing(manifest, name, invocation);
  if (!current) {
    if (dryRun === 'client') return { object: modified as Stored, verb: 'created' };
    const options = {
      fieldManager: flags.string('field-manager') ?? fieldManager,
      fieldValidation: validationOf(flags),
      dryRun: dryRun === 'server',
      signal,
    };
    const object = await client.create(resource, modified, options).catch((error: unknown) => {
      throw explained(error, `error when creating ${JSON.stringify(source)}`);
    });
    return { object, verb: 'created' };
  }
  const isBuiltIn = !resource.group.includes('.') || resource.group.endsWith('.k8s.io');
  const schema = isBuiltIn ? mergeSchemaOf(resource.kind) : {};
  const patch = createThreeWayPatch({ original: originalOf(current), modified, current }, schema);
  if (Object.keys(patch).length === 0) return { object: current, verb: 'unchanged' };
  if (dryRun === 'client') {
    const changed = isBuiltIn ? applyStrategicPatch(current, patch, schema) : applyMergePatch(current, patch);
    return { object: changed as Stored, verb: 'configured' };
  }
  const object = await client
    .patch(
      resource,
      { namespace, name },
      { type: isBuiltIn ? 'strategic' : 'merge', body: patch },
      {
        fieldManager: flags.string('field-manager') ?? fieldManager,
        fieldValidation: validationOf(flags),
        dryRun: dryRun === 'server',
        signal,
      },
    )
    .catch((error: unknown) => {
      throw explained(
        error,
        `error when applying patch:\n${JSON.stringify(patch)}\nto:\nResource: ${describeResource(manifest)}\nName: ${JSON.stringify(name)}, Namespace: ${JSON.stringify(namespace ?? '')}\nfor: ${JSON.stringify(source)}: error when patching ${JSON.stringify(source)}`,
      );
    });
  return { object, verb: 'configured' };
}

function warnOfMissing({ resource }: Manifest, name: string, { err }: Invocation): void {
  err(
    `Warning: resource ${resource.resource}/${name} is missing the ${lastApplied} annotation which is required by kubectl apply. kubectl apply should only be used on resources created declaratively by either kubectl create --save-config or kubectl apply. The missing annotation will be patched automatically.\n`,
  );
}

async function findObject(
  manifest: Manifest,
  at: { readonly namespace: string | undefined; readonly name: string },
  { client, signal }: Invocation,
): Promise<Stored | undefined> {
  try {
    return await client.get(manifest.resource, at, { signal });
  } catch (error) {
    if (error instanceof StatusError && error.reason === 'NotFound') return undefined;
    throw explained(
      error,
      `error when retrieving current configuration of:\nResource: ${describeResource(manifest)}\nName: ${JSON.stringify(at.name)}, Namespace: ${JSON.stringify(at.namespace ?? '')}\nfrom server for: ${JSON.stringify(manifest.source)}`,
    );
  }
}

function noName(manifest: Manifest, namespace: string | undefined): KubectlError {
  return usageError(
    `error when retrieving current configuration of:\nResource: ${describeResource(manifest)}\n` +
      `Name: "", Namespace: ${JSON.stringify(namespace ?? '')}\nfrom server for: ${JSON.stringify(manifest.source)}: resource name may not be empty`,
  );
}

function describeResource({ resource: { group, version, resource, kind } }: Manifest): string {
  return `"${group}/${version}, Resource=${resource}", GroupVersionKind: "${group}/${version}, Kind=${kind}"`;
}

function explained(error: unknown, doing: string): unknown {
  return error instanceof StatusError ? new KubectlError(errorText(error, doing), 1, { cause: error }) : error;
}

function inNamespace(object: KubeObject, namespace: string | undefined): KubeObject {
  return namespace === undefined ? object : { ...object, metadata: { ...object.metadata, namespace } };
}

function originalOf(current: Stored): KubeObject | undefined {
  const text = current.metadata.annotations?.[lastApplied];
  if (text === undefined) return undefined;
  const value: unknown = JSON.parse(text);
  return isMap(value) ? value : undefined;
}
