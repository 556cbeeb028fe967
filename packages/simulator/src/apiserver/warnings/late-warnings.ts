import { allRequests } from '#parts';
import type { podWarnings as findPodWarnings } from './pod-warnings.ts';
import type { serviceWarnings as findServiceWarnings } from './service-warnings.ts';

/**
 * What clients are told of Pods and Services, without the code for it: where that comes later, in a browser, nobody has
 * asked for anything by then but the lab for its own start, which heeds no warning.
 */
export const podWarnings: typeof findPodWarnings = (template, path) =>
  allRequests.isHere ? allRequests.code.podWarnings(template, path) : [];

export const serviceWarnings: typeof findServiceWarnings = (service) =>
  allRequests.isHere ? allRequests.code.serviceWarnings(service) : [];
