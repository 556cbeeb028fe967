import { type FilterPlugin, reject } from './plugin.ts';

const reason = "node(s) didn't match the requested node name";

/** @see pkg/scheduler/framework/plugins/nodename */
export const nodeName: FilterPlugin = {
  name: 'NodeName',
  forPod: ({ pod }) => {
    const wanted = pod.spec?.nodeName;
    return wanted ? ({ node }) => (node?.metadata.name === wanted ? undefined : reject(reason, true)) : undefined;
  },
  mayHelp: (change) => change.kind === 'nodeAdded',
};
