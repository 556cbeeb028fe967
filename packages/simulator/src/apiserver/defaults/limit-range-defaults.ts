import type { LimitRange } from 'kubernetes-types/core/v1';

/**
 * Fills in what a LimitRange for containers leaves out: the default limit from the maximum, the default request from
 * the default limit, else from the minimum. Changes it in place.
 * @see pkg/apis/core/v1/defaults.go `SetDefaults_LimitRangeItem` (v1.36)
 */
export function defaultLimitRange({ spec }: LimitRange): void {
  for (const item of spec?.limits ?? []) {
    if (item.type !== 'Container') continue;
    const limits = { ...item.max, ...item.default };
    const requests = { ...item.min, ...limits, ...item.defaultRequest };
    if (Object.keys(limits).length > 0) item.default = limits;
    if (Object.keys(requests).length > 0) item.defaultRequest = requests;
  }
}
