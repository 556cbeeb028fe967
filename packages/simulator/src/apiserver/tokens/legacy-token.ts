/** Who issues the tokens that are kept in Secrets. */
export const legacyIssuer = 'kubernetes/serviceaccount';

/** What such a token says; it never expires. @see pkg/serviceaccount/legacy.go LegacyClaims (v1.36) */
export function legacyClaims(
  namespace: string,
  account: { readonly name: string; readonly uid: string },
  secretName: string,
): object {
  const prefix = 'kubernetes.io/serviceaccount';
  return {
    iss: legacyIssuer,
    [`${prefix}/namespace`]: namespace,
    [`${prefix}/secret.name`]: secretName,
    [`${prefix}/service-account.name`]: account.name,
    [`${prefix}/service-account.uid`]: account.uid,
    sub: `system:serviceaccount:${namespace}:${account.name}`,
  };
}
