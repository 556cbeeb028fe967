import { isMap } from '@podlab/apimachinery';
import { type Command, type Invocation } from '../cli/command.ts';
import { KubectlError, usageError } from '../cli/kubectl-error.ts';
import { describeField, type OpenApiDocument, type OpenApiSchema } from '../print/explain-schema.ts';
import type { DiscoveredResource } from '@podlab/kube-client';
import { findTypePlain } from '../resources/targets.ts';

/** `kubectl explain`, from the server's OpenAPI v3. */
export const explain: Command = {
  name: 'explain',
  flags: [
    { name: 'recursive', short: 'R', type: 'bool' },
    { name: 'api-version', type: 'string' },
    { name: 'output', short: 'o', type: 'string' },
  ],
  run: async (invocation) => {
    const { args, flags, out } = invocation;
    const [target, ...more] = args;
    if (target === undefined)
      throw usageError(
        'You must specify the type of resource to explain. Use "kubectl api-resources" for a complete list of supported resources.\n',
      );
    if (more.length > 0) throw usageError('We accept only this format: explain RESOURCE\n');
    const output = flags.string('output') ?? 'plaintext';
    if (output !== 'plaintext') throw usageError(`unrecognized format: ${output}`);
    const [type = '', ...path] = target.split('.').filter((word) => word !== '');
    const named = await findTypePlain(type, invocation);
    const { group, kind, version } = await inVersion(named, flags.string('api-version'), invocation);
    const document = await documentOf(group === '' ? `/api/${version}` : `/apis/${group}/${version}`, invocation);
    const root = Object.values(document.components?.schemas ?? {}).find((schema) =>
      isOfKind(schema, group, version, kind),
    );
    if (!root) throw usageError(`couldn't find resource for "${group}/${version}, Kind=${kind}"`);
    out(`${group === '' ? '' : `GROUP:      ${group}\n`}KIND:       ${kind}\nVERSION:    ${version}\n\n`);
    const text = describeField(document, { schema: root, path, recursive: flags.bool('recursive') });
    if (text === undefined) throw new KubectlError(`error: field ${JSON.stringify(path.at(-1))} does not exist`);
    out(`${text}\n`);
  },
};

/** The same kind in the group and version that are asked for. */
async function inVersion(
  resource: DiscoveredResource,
  apiVersion: string | undefined,
  { client, signal }: Invocation,
): Promise<DiscoveredResource> {
  if (!apiVersion) return resource;
  const found = await client.discovery.findKind(apiVersion, resource.kind, { signal });
  if (found) return found;
  const isServed = (await client.discovery.all({ signal })).some(
    ({ group, version }) => (group === '' ? version : `${group}/${version}`) === apiVersion,
  );
  const asked = `${apiVersion}, Resource=${resource.resource}`;
  throw usageError(
    isServed
      ? `GVR (${apiVersion.includes('/') ? '' : '/'}${asked}) not found in OpenAPI schema`
      : `couldn't find resource for "${asked}"`,
  );
}

async function documentOf(prefix: string, { client, signal }: Invocation): Promise<OpenApiDocument> {
  return (await client.raw({ path: `/openapi/v3${prefix}`, signal })) as OpenApiDocument;
}

function isOfKind(schema: OpenApiSchema, group: string, version: string, kind: string): boolean {
  const kinds: unknown = schema['x-kubernetes-group-version-kind'];
  return (
    Array.isArray(kinds) &&
    kinds.some((one) => isMap(one) && one['group'] === group && one['version'] === version && one['kind'] === kind)
  );
}
