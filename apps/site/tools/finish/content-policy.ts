import { createHash } from 'node:crypto';

/** The box of code that a reader may change and run: src/live, which compiles what was typed. */
const liveCode = /\sclass="?live-code["\s>]/;

/**
 * The Content-Security-Policy of a page, for a `<meta>`: why it is as it is stands in
 * docs/contributing/decisions/0006-content-security-policy.md.
 */
export function contentPolicy(html: string): string {
  const scripts = ["'self'", ...inlineScripts(html).map(hashOf), ...(liveCode.test(html) ? ["'unsafe-eval'"] : [])];
  return [
    "default-src 'self'",
    `script-src ${scripts.join(' ')}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "worker-src 'self' blob:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}

/** Scripts that run; a block of data such as JSON-LD does not. */
function inlineScripts(html: string): string[] {
  return [...html.matchAll(/<script([^>]*)>([\s\S]*?)<\/script>/g)]
    .filter(([, attributes = '']) => !/\ssrc=/.test(attributes) && !/type="?application\//.test(attributes))
    .map(([, , code = '']) => code);
}

function hashOf(code: string): string {
  return `'sha256-${createHash('sha256').update(code).digest('base64')}'`;
}
