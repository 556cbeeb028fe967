import { deepEqual, matchesSelector, selectorOf, type Stored } from '@podlab/apimachinery';
import type { ClusterRole, PolicyRule } from 'kubernetes-types/rbac/v1';
import type { Store } from '../../store/store.ts';

type StoredRole = Stored<ClusterRole>;

/**
 * Gives the ClusterRoles with an `aggregationRule` the rules of those that they select, also of each other.
 * @see pkg/controller/clusterroleaggregation (v1.36)
 */
export function aggregateRoles(store: Store): void {
  const roles = () => store.list('clusterroles') as readonly StoredRole[];
  // Each round passes rules on by one role; a chain cannot be longer than there are roles.
  for (let round = roles().length; round > 0; round -= 1) {
    const changed = roles().filter((role) => role.aggregationRule && !deepEqual(rulesFor(role, roles()), role.rules));
    if (changed.length === 0) return;
    for (const role of changed) {
      store.put('clusterroles', role.metadata.name, { ...role, rules: rulesFor(role, roles()) });
    }
  }
}

function rulesFor(role: StoredRole, roles: readonly StoredRole[]): PolicyRule[] {
  const rules: PolicyRule[] = [];
  for (const selector of role.aggregationRule?.clusterRoleSelectors ?? []) {
    for (const other of roles) {
      if (other === role || !matchesSelector(selectorOf(selector), other.metadata.labels)) continue;
      for (const rule of other.rules ?? []) if (!rules.some((known) => deepEqual(known, rule))) rules.push(rule);
    }
  }
  return rules;
}
