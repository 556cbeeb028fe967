import { formatSelector, selectorOf, type Stored } from '@podlab/apimachinery';
import type { LimitRange, LimitRangeItem, ResourceQuota } from 'kubernetes-types/core/v1';
import type { PodDisruptionBudget } from 'kubernetes-types/policy/v1';
import type { PriorityClass } from 'kubernetes-types/scheduling/v1';
import type { DescribeWriter } from './describe-writer.ts';
import { pairsText } from './head.ts';

/** Writes a quota as `kubectl describe quota` does. */
export function describeQuota(writer: DescribeWriter, quota: Stored<ResourceQuota>): void {
  writer.line(0, `Name:\t${quota.metadata.name}`);
  writer.line(0, `Namespace:\t${quota.metadata.namespace ?? ''}`);
  writeAmounts(writer, 0, quota, '--------\t----\t----');
}

/** Writes a range as `kubectl describe limitrange` does. */
export function describeLimitRange(writer: DescribeWriter, range: Stored<LimitRange>): void {
  writer.line(0, `Name:\t${range.metadata.name}`);
  writer.line(0, `Namespace:\t${range.metadata.namespace ?? ''}`);
  writeLimitHead(writer, '');
  writeLimits(writer, range, '');
}

/** Writes what limits a namespace, as `kubectl describe namespace` ends. */
export function writeNamespaceLimits(
  writer: DescribeWriter,
  {
    quotas,
    ranges,
  }: { readonly quotas: readonly Stored<ResourceQuota>[]; readonly ranges: readonly Stored<LimitRange>[] },
): void {
  writer.line(0, quotas.length === 0 ? 'No resource quota.' : 'Resource Quotas');
  for (const quota of quotas.toSorted((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1))) {
    writer.line(1, `Name:\t${quota.metadata.name}`);
    writeAmounts(writer, 1, quota, '--------\t---\t---');
  }
  writer.line(0, '');
  writer.line(0, ranges.length === 0 ? 'No LimitRange resource.' : 'Resource Limits');
  if (ranges.length > 0) writeLimitHead(writer, ' ');
  for (const range of ranges) writeLimits(writer, range, ' ');
}

/** Writes a budget as `kubectl describe pdb` does, but for its events. */
export function describeBudget(writer: DescribeWriter, { metadata, spec, status }: Stored<PodDisruptionBudget>): void {
  writer.line(0, `Name:\t${metadata.name}`);
  writer.line(0, `Namespace:\t${metadata.namespace ?? ''}`);
  if (spec?.minAvailable !== undefined) writer.line(0, `Min available:\t${spec.minAvailable}`);
  else if (spec?.maxUnavailable !== undefined) writer.line(0, `Max unavailable:\t${spec.maxUnavailable}`);
  const selector = spec?.selector ? formatSelector(selectorOf(spec.selector)) : '<unset>';
  writer.line(0, `Selector:\t${selector === '' ? '<none>' : selector}`);
  writer.line(0, 'Status:');
  writer.line(2, `Allowed disruptions:\t${status?.disruptionsAllowed ?? 0}`);
  writer.line(2, `Current:\t${status?.currentHealthy ?? 0}`);
  writer.line(2, `Desired:\t${status?.desiredHealthy ?? 0}`);
  writer.line(2, `Total:\t${status?.expectedPods ?? 0}`);
}

/** Writes a class as `kubectl describe priorityclass` does, but for its events. */
export function describePriorityClass(writer: DescribeWriter, priorityClass: Stored<PriorityClass>): void {
  const { metadata, value, globalDefault = false, preemptionPolicy = '', description = '' } = priorityClass;
  writer.line(0, `Name:\t${metadata.name}`);
  writer.line(0, `Value:\t${value}`);
  writer.line(0, `GlobalDefault:\t${globalDefault}`);
  writer.line(0, `PreemptionPolicy:\t${preemptionPolicy}`);
  writer.line(0, `Description:\t${description}`);
  writer.line(0, `Annotations:\t${pairsText(metadata.annotations)}`);
}

function writeAmounts(
  writer: DescribeWriter,
  level: number,
  { spec, status }: Stored<ResourceQuota>,
  rule: string,
): void {
  const scopes = (spec?.scopes ?? []).toSorted();
  if (scopes.length > 0) writer.line(level, `Scopes:\t${scopes.join(', ')}`);
  writer.line(level, 'Resource\tUsed\tHard');
  writer.line(level, rule);
  for (const name of Object.keys(status?.hard ?? {}).toSorted())
    writer.line(level, `${name}\t${status?.used?.[name] ?? '0'}\t${status?.hard?.[name]}`);
}

function writeLimitHead(writer: DescribeWriter, prefix: string): void {
  writer.line(0, `${prefix}Type\tResource\tMin\tMax\tDefault Request\tDefault Limit\tMax Limit/Request Ratio`);
  writer.line(0, `${prefix}----\t--------\t---\t---\t---------------\t-------------\t-----------------------`);
}

function writeLimits(writer: DescribeWriter, { spec }: Stored<LimitRange>, prefix: string): void {
  for (const item of spec?.limits ?? []) {
    const columns = [item.min, item.max, item.defaultRequest, item.default, item.maxLimitRequestRatio];
    for (const name of namesIn(item))
      writer.line(0, [`${prefix}${item.type}`, name, ...columns.map((column) => column?.[name] ?? '-')].join('\t'));
  }
}

function namesIn({ min, max, default: limits, defaultRequest, maxLimitRequestRatio }: LimitRangeItem): string[] {
  const all = [min, max, limits, defaultRequest, maxLimitRequestRatio].flatMap((amounts) => Object.keys(amounts ?? {}));
  return [...new Set(all)].toSorted();
}
