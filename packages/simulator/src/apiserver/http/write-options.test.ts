import { expect, it } from 'vitest';
import { createTestServer } from '../testing/test-server.ts';

const path = '/api/v1/namespaces/default/configmaps';
const body = { metadata: { name: 'a' } };

// As a cluster of v1.36.3 answered curl.
it.each([
  [
    'POST',
    'dryRun=bogus',
    'CreateOptions.meta.k8s.io "" is invalid: dryRun: Unsupported value: ["bogus"]: supported values: "All"',
  ],
  [
    'PUT',
    'dryRun=',
    'UpdateOptions.meta.k8s.io "" is invalid: dryRun: Unsupported value: [""]: supported values: "All"',
  ],
  [
    'PATCH',
    'fieldValidation=bogus',
    'PatchOptions.meta.k8s.io "" is invalid: fieldValidation: Unsupported value: "bogus": supported values: "", "Ignore", "Strict", "Warn"',
  ],
  [
    'PATCH',
    'force=true',
    'PatchOptions.meta.k8s.io "" is invalid: force: Forbidden: may not be specified for non-apply patch',
  ],
  [
    'POST',
    `fieldManager=${'a'.repeat(129)}`,
    'CreateOptions.meta.k8s.io "" is invalid: fieldManager: Too long: may not be more than 128 bytes',
  ],
  ['POST', 'dryRun=All&fieldValidation=', undefined],
])('%s ?%s → %s', (method, query, message) => {
  const { send } = createTestServer();
  if (method !== 'POST') send('POST', path, { body });
  const url = method === 'POST' ? path : `${path}/a`;
  const type = method === 'PATCH' ? 'application/merge-patch+json' : 'application/json';
  expect(send(method, `${url}?${query}`, { body, type }).json.message).toBe(message);
});
