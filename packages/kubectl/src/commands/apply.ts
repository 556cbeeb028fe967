import {
  createThreeWayPatch,
  isMap,
  type KubeObject,
  mergeSchemaOf,
  StatusError,
  type Stored,
} from '@podlab/apimachinery';
import { type Command, type Invocation, sharedFlags } from '../cli/command.ts';
import { dryRunOf, dryRunText } from '../cli/dry-run.ts';
import { errorText } from '../cli/error-text.ts';
import { KubectlError, usageError } from '../cli/kubectl-error.ts';
import { type Manifest, readManifests } from '../manifests/read-manifests.ts';
import { sortKeys } from '../print/json.ts';
import { isObjectOutput, printObjects } from '../print/print-objects.ts';
import { objectText } from '../resources/targets.ts';

const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration';
const fieldManager = 'kubectl-client-side-apply';

/** `kubectl apply`, client-side: a three-way merge with what was applied last. */
export const apply: Command = {
  name: 'apply',
  flags: [
    sharedFlags.filename,
    sharedFlags.recursive,
    sharedFlags.output,
    sharedFlags.dryRun,
    sharedFlags.selector,
    { name: 'server-side', type: 'bool' },
    { name: 'validate', type: 'string', bare: 'strict' },
    { name: 'overwrite', type: 'bool' },
  ],
  run: async (invocation) => {
    const { flags, complain, out } = invocation;
    if (flags.bool('server-side')) {
      throw usageError('this kubectl applies from the client only: leave out --server-side, or install kubectl');
    }
    if (!flags.has('filename')) throw usageError('must specify one of -f and -k');
    let code = 0;
    for (const manifest of await readManifests(invocation)) {
      try {
        const { object, verb } = await applyOne(manifest, invocation);
        const output = flags.string('output');
        if (isObjectOutput(output)) {
          out(
            printObjects([{ resource: manifest.resource, object }], {
              output,
              single: true,
              showManagedFields: false,
              noHeaders: false,
            }),
          );
        } else {
          out(`${objectText(manifest.resource, object.metadata.name)} ${verb}${dryRunText(dryRunOf(flags))}\n`);
        }
      } catch (error) {
        if (!(error instanceof StatusError || error instanceof KubectlError)) throw error;
        complain(errorText(error));
        code = 1;
      }
    }
    return code;
  },
};

async function applyOne(manifest: Manifest, invocation: Invocation): Promise<{ object: Stored; verb: string }> {
  const { client, signal, flags } = invocation;
  const { resource, source } = manifest;
  const namespace = resource.namespaced ? (manifest.object.metadata?.namespace ?? invocation.namespace) : undefined;
  const name = manifest.object.metadata?.name ?? '';
  if (name === '') throw noName(manifest, namespace);
  const dryRun = dryRunOf(flags);
  const modified = withLastApplied(inNamespace(manifest.object, namespace));
  const current = await findObject(manifest, { namespace, name }, invocation);
  if (!current) {
    if (dryRun === 'client') return { object: modified as Stored, verb: 'created' };
    const options = { fieldManager, fieldValidation: 'Strict', dryRun: dryRun === 'server', signal } as const;
    const object = await client.create(resource, modified, options).catch((error: unknown) => {
      throw explained(error, `error when creating ${JSON.stringify(source)}`);
    });
    return { object, verb: 'created' };
  }
  const isBuiltIn = !resource.group.includes('.') || resource.group.endsWith('.k8s.io');
  const schema = isBuiltIn ? mergeSchemaOf(resource.kind) : {};
  const patch = createThreeWayPatch({ original: originalOf(current), modified, current }, schema);
  if (Object.keys(patch).length === 0) return { object: current, verb: 'unchanged' };
  if (dryRun === 'client') return { object: current, verb: 'configured' };
  const object = await client
    .patch(
      resource,
      { namespace, name },
      { type: isBuiltIn ? 'strategic' : 'merge', body: patch },
      { fieldManager, fieldValidation: 'Strict', dryRun: dryRun === 'server', signal },
    )
    .catch((error: unknown) => {
      throw explained(
        error,
        `error when applying patch:\n${JSON.stringify(patch)}\nto:\nResource: ${describeResource(manifest)}\nName: ${JSON.stringify(name)}, Namespace: ${JSON.stringify(namespace ?? '')}\nfor: ${JSON.stringify(source)}: error when patching ${JSON.stringify(source)}`,
      );
    });
  return { object, verb: 'configured' };
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

/** The object with the annotation that the next apply compares with. */
function withLastApplied(object: KubeObject): KubeObject {
  const { [lastApplied]: _old, ...annotations } = object.metadata?.annotations ?? {};
  const plain = { ...object, metadata: { ...object.metadata, annotations } };
  const text = `${JSON.stringify(sortKeys(plain))}\n`;
  return { ...plain, metadata: { ...plain.metadata, annotations: { ...annotations, [lastApplied]: text } } };
}

function originalOf(current: Stored): KubeObject | undefined {
  const text = current.metadata.annotations?.[lastApplied];
  if (text === undefined) return undefined;
  const value: unknown = JSON.parse(text);
  return isMap(value) ? value : undefined;
}
