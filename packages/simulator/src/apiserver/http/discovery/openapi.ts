import { statuses } from '@podlab/apimachinery';
import type { ApiResponse } from '../../exchange.ts';
import type { AnyResourceDefinition } from '../../registry/definition.ts';
import { resources } from '../../registry/resources.ts';
import { otherVersions } from '../../versions/other-versions.ts';
import { schemasOf } from '../../openapi/schemas.ts';
import { apiGroups } from './discovery.ts';
import { jsonResponse } from '../bodies/responses.ts';

const written = new Map<string, string>();

/**
 * OpenAPI v3: which operations there are, on which kind, that the server validates fields, and what the kinds are made
 * of. A document is made when it is first asked for.
 */
export function openApi(path: string): ApiResponse {
  const documents = [
    'api/v1',
    ...apiGroups().flatMap(({ name, versions }) => versions.map((version) => `apis/${name}/${version}`)),
  ];
  if (path === '/openapi/v3') {
    const paths = documents.map((document) => [document, { serverRelativeURL: `/openapi/v3/${document}?hash=1` }]);
    return jsonResponse(200, { paths: Object.fromEntries(paths) });
  }
  const document = path.slice('/openapi/v3/'.length);
  if (!documents.includes(document)) throw statuses.unknownPath();
  const known = written.get(document);
  if (known !== undefined) return jsonResponse(200, known);
  const served = [...resources, ...otherVersions.map(({ definition }) => definition)].filter(
    (definition) => rootOf(definition) === document,
  );
  const text = JSON.stringify({
    openapi: '3.0.0',
    info: { title: 'Kubernetes', version: 'v1.36.3' },
    paths: Object.fromEntries(served.flatMap(pathsOf)),
    components: { schemas: schemasOf(served.map(({ group, version, kind }) => ({ group, version, kind }))) },
  });
  written.set(document, text);
  return jsonResponse(200, text);
}

const writeParameters = [
  ['dryRun', 'When `All`, the request goes through everything and nothing is stored.'],
  ['fieldManager', 'Who makes the change.'],
  ['fieldValidation', 'What to do about unknown fields: `Ignore`, `Warn` or `Strict`.'],
].map(([name, description]) => ({ name, in: 'query', description, schema: { type: 'string', uniqueItems: true } }));

function rootOf({ group, version }: AnyResourceDefinition): string {
  return group === '' ? `api/${version}` : `apis/${group}/${version}`;
}

function pathsOf(definition: AnyResourceDefinition): [string, object][] {
  const base = `/${rootOf(definition)}${definition.namespaced ? '/namespaces/{namespace}' : ''}/${definition.plural}`;
  const { group, version, kind } = definition;
  const operation = (action: string, parameters: readonly object[]) => ({
    'x-kubernetes-action': action,
    'x-kubernetes-group-version-kind': { group, version, kind },
    parameters,
    responses: { '200': { description: 'OK' } },
  });
  return [
    [base, { get: operation('list', []), post: operation('post', writeParameters) }],
    [
      `${base}/{name}`,
      {
        get: operation('get', []),
        put: operation('put', writeParameters),
        patch: operation('patch', writeParameters),
        delete: operation('delete', [writeParameters[0] ?? {}]),
      },
    ],
  ];
}
