import { compareQuantities, type KubeObject, type Stored, zeroQuantity } from '@podlab/apimachinery';
import type { Pod, ResourceQuota } from 'kubernetes-types/core/v1';
import { addAmounts, type Amounts, amountsText, parseAmounts, pickAmounts, subtractAmounts } from './amounts.ts';
import { matchesScopes } from './matches-scopes.ts';
import { type CountedResource, usageOf } from './usage-of.ts';

/** What a write may come to. */
export type QuotaVerdict =
  | { readonly refusal: string }
  /** What the quotas that count the object have used with it. */
  | {
      readonly refusal?: never;
      readonly charges: readonly { readonly quota: Stored<ResourceQuota>; readonly used: Amounts }[];
    };

/** A write of something that quotas may count. */
export interface QuotaRequest {
  readonly resource: CountedResource;
  readonly object: KubeObject | Stored;
  /** Before the write; undefined when it creates. */
  readonly old: Stored | undefined;
  readonly nowMs: number;
}

const alwaysGiven = /^(requests\.|limits\.)?(cpu|memory)$/;

/**
 * Decides whether the quotas of a namespace allow a write, and what is used after it.
 * @see k8s.io/apiserver/pkg/admission/plugin/resourcequota/controller.go `CheckRequest` (v1.36)
 */
export function checkQuotas(quotas: readonly Stored<ResourceQuota>[], request: QuotaRequest): QuotaVerdict {
  const { resource, object, old, nowMs } = request;
  const usage = usageOf(resource, object, nowMs);
  const charges: { quota: Stored<ResourceQuota>; used: Amounts }[] = [];
  const matching: { quota: Stored<ResourceQuota>; limited: readonly string[] }[] = [];
  for (const quota of quotas) {
    const { name } = quota.metadata;
    const limited = limitedNames(quota, resource, usage);
    if (limited.length === 0 || !matchesScopes(quota, resource.plural, object)) continue;
    const missing = resource.plural === 'pods' && !old ? findMissing(object as Pod, limited) : undefined;
    if (missing) return { refusal: `failed quota: ${name}: must specify ${missing}` };
    if (!limited.every((counted) => quota.status?.used?.[counted] !== undefined)) {
      return { refusal: `status unknown for quota: ${name}, resources: ${limited.toSorted().join(',')}` };
    }
    matching.push({ quota, limited });
  }
  // Only once no quota finds something missing is any found to be exceeded.
  for (const { quota, limited } of matching) {
    const isCounted = old !== undefined && matchesScopes(quota, resource.plural, old);
    const delta = nonZero(isCounted ? subtractAmounts(usage, usageOf(resource, old, nowMs)) : usage);
    const asked = pickAmounts(delta, limited);
    if (Object.keys(asked).length === 0) continue;
    const before = parseAmounts(quota.status?.used);
    const hard = parseAmounts(quota.status?.hard);
    const used = addAmounts(before, asked);
    const exceeded = Object.keys(asked).filter(
      (counted) => compareQuantities(used[counted] ?? zeroQuantity, hard[counted] ?? zeroQuantity) > 0,
    );
    if (exceeded.length > 0) {
      const [requested, usedText, limitedText] = [asked, before, hard].map((amounts) =>
        amountsText(pickAmounts(amounts, exceeded)),
      );
      return {
        refusal: `exceeded quota: ${quota.metadata.name}, requested: ${requested}, used: ${usedText}, limited: ${limitedText}`,
      };
    }
    charges.push({ quota, used });
  }
  return { charges };
}

/** What of a quota's limits concerns a resource at all. */
function limitedNames(quota: Stored<ResourceQuota>, { plural }: CountedResource, usage: Amounts): string[] {
  const names = Object.keys(quota.status?.hard ?? {});
  const isOfPods = (name: string) => plural === 'pods' && (alwaysGiven.test(name) || name === 'pods');
  return names.filter((name) => isOfPods(name) || usage[name] !== undefined);
}

/** What containers must say when a quota counts it, and which do not. */
function findMissing({ spec }: Pod, limited: readonly string[]): string | undefined {
  if ((spec as { resources?: unknown } | undefined)?.resources) return undefined;
  const containers = [...(spec?.containers ?? []), ...(spec?.initContainers ?? [])];
  const parts = limited
    .filter((name) => alwaysGiven.test(name))
    .toSorted()
    .flatMap((name) => {
      const field = name.startsWith('limits.') ? 'limits' : 'requests';
      const given = name.replace(/^(requests|limits)\./, '');
      const without = containers.filter(({ resources }) => resources?.[field]?.[given] === undefined);
      const names = [...new Set(without.map((container) => container.name))].sort();
      return names.length > 0 ? [`${name} for: ${names.join(',')}`] : [];
    });
  return parts.length > 0 ? parts.join('; ') : undefined;
}

function nonZero(amounts: Amounts): Amounts {
  return Object.fromEntries(Object.entries(amounts).filter(([, { nanos }]) => nanos !== 0n));
}
