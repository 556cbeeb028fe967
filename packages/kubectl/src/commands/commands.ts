import type { Command } from '../cli/command.ts';
import { apiResources, clusterInfo, configView, currentContext, version } from './about.ts';
import { apply } from './apply.ts';
import { patch, scale } from './change.ts';
import { cordon, uncordon } from './cordon.ts';
import { create, createConfigMap, createDeployment, createNamespace } from './create.ts';
import { deleteCommand } from './delete.ts';
import { describe } from './describe.ts';
import { drain } from './drain.ts';
import { events } from './events.ts';
import { exec } from './exec.ts';
import { expose } from './expose.ts';
import { get } from './get.ts';
import { annotate, label } from './label.ts';
import { logs } from './logs.ts';
import { rolloutPause, rolloutRestart, rolloutResume, rolloutUndo } from './rollout-change.ts';
import { rolloutHistory } from './rollout-history.ts';
import { rolloutStatus } from './rollout-status.ts';
import { run } from './run.ts';
import { setEnv, setImage } from './set.ts';
import { wait } from './wait.ts';

/** The commands there are; of two that fit, the longer name wins. */
export const commands: readonly Command[] = [
  annotate,
  apiResources,
  apply,
  clusterInfo,
  configView,
  cordon,
  create,
  createConfigMap,
  createDeployment,
  createNamespace,
  currentContext,
  deleteCommand,
  describe,
  drain,
  events,
  exec,
  expose,
  get,
  label,
  logs,
  patch,
  rolloutHistory,
  rolloutPause,
  rolloutRestart,
  rolloutResume,
  rolloutStatus,
  rolloutUndo,
  run,
  scale,
  setEnv,
  setImage,
  uncordon,
  version,
  wait,
];

const install = 'install kubectl: https://kubernetes.io/docs/tasks/tools/';

/** Commands of stock kubectl that are not here, and what to do instead. */
export const elsewhere: readonly { readonly names: readonly string[]; readonly sentence: string }[] = [
  {
    names: ['top'],
    sentence: `Metrics API not available: this kubectl has no "top"; to measure a real cluster, ${install}`,
  },
  {
    names: ['explain'],
    sentence: `this kubectl has no "explain"; read https://kubernetes.io/docs/reference/kubernetes-api/ or ${install}`,
  },
  {
    names: ['edit'],
    sentence: `this kubectl opens no editor; change a field with "kubectl patch", or change the file and "kubectl apply -f" it`,
  },
  {
    names: [
      'attach',
      'auth',
      'autoscale',
      'certificate',
      'completion',
      'cp',
      'debug',
      'diff',
      'kustomize',
      'plugin',
      'port-forward',
      'proxy',
      'replace',
      'set',
      'taint',
      'api-versions',
    ],
    sentence: `this command is not in this kubectl; to use it, ${install}`,
  },
];
