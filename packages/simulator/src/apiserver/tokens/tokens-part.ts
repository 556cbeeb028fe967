/** What is loaded when a token is first read, or shown to the API server. */
export { authenticateToken } from './authenticate-token.ts';
export { identify } from './identify.ts';
export { reviewToken } from './review-token.ts';
export { describeIssuer, publicKeys } from './issuer-discovery.ts';
export { createSigningKey } from './signing-key.ts';
