import type { AccessAttributes } from './access-attributes.ts';
import { type AccessObjects, grantsTo } from './granted-rules.ts';
import { matchesRule } from './matches-rule.ts';
import { privilegedGroup, type UserInfo } from './user-info.ts';

/** Whether somebody may do something. */
export interface Decision {
  readonly allowed: boolean;
  /** Through which binding, or why a binding gives nothing; may be empty. */
  readonly reason: string;
}

/** @see plugin/pkg/auth/authorizer/rbac/rbac.go (v1.36) */
export function authorize(user: UserInfo, attributes: AccessAttributes, objects: AccessObjects): Decision {
  if (user.groups.includes(privilegedGroup)) return { allowed: true, reason: '' };
  const missing: string[] = [];
  for (const { rules, text } of grantsTo(user, 'path' in attributes ? '' : attributes.namespace, objects)) {
    if (!rules) missing.push(text);
    else if (rules.some((rule) => matchesRule(rule, attributes))) {
      return { allowed: true, reason: `RBAC: allowed by ${text}` };
    }
  }
  return { allowed: false, reason: missing.length === 0 ? '' : `RBAC: ${aggregated(missing)}` };
}

/** Several errors in one, as Go's aggregate prints them. */
export function aggregated(errors: readonly string[]): string {
  const different = [...new Set(errors)];
  return different.length === 1 ? (different[0] ?? '') : `[${different.join(', ')}]`;
}
