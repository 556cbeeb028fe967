/** Commands that only ask, and those that only say what to do instead. */
export { clusterInfo, version } from '../about.ts';
export { apiResources, apiVersions } from '../api-resources.ts';
export { canI, whoAmI } from '../auth.ts';
export { configView, currentContext, getClusters, getContexts, getUsers, setContext, useContext } from '../config.ts';
export { events } from '../events.ts';
export { explain } from '../explain.ts';
export { refused } from '../refused.ts';
export { viewLastApplied } from '../view-last-applied.ts';
export { wait } from '../wait.ts';
