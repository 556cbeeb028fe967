import type { Command, CommandEntry } from '../cli/command.ts';
import { apply } from './apply.ts';
import { create } from './create.ts';
import { deleteCommand } from './delete.ts';
import { describe } from './describe.ts';
import { exec } from './exec.ts';
import { get } from './get.ts';
import { laterCode } from './later-code.ts';
import { loadOnce } from './load-once.ts';
import { logs } from './logs.ts';
import { run } from './run.ts';

/** The commands there are. Those of every lab are here; the others' code is loaded when one is first called. */
export const commands: readonly CommandEntry[] = [
  ...[apply, create, deleteCommand, describe, exec, get, logs, run].map(here),
  later('annotate', async () => (await import('./label.ts')).annotate),
  later('api-resources', async () => (await import('./api-resources.ts')).apiResources),
  later('api-versions', async () => (await import('./api-resources.ts')).apiVersions),
  later('apply view-last-applied', async () => (await import('./view-last-applied.ts')).viewLastApplied),
  later('attach', async () => (await import('./attach.ts')).attach),
  later('auth can-i', async () => (await import('./auth.ts')).canI),
  later('auth whoami', async () => (await import('./auth.ts')).whoAmI),
  later('autoscale', async () => (await import('./autoscale.ts')).autoscale),
  later('cluster-info', async () => (await import('./about.ts')).clusterInfo),
  later('config current-context', async () => (await import('./config.ts')).currentContext),
  later('config get-clusters', async () => (await import('./config.ts')).getClusters),
  later('config get-contexts', async () => (await import('./config.ts')).getContexts),
  later('config get-users', async () => (await import('./config.ts')).getUsers),
  later('config set-context', async () => (await import('./config.ts')).setContext),
  later('config use-context', async () => (await import('./config.ts')).useContext, ['config use']),
  later('config view', async () => (await import('./config.ts')).configView),
  later('cordon', async () => (await import('./cordon.ts')).cordon),
  later('create clusterrole', async () => (await import('./create-role.ts')).createClusterRole),
  later('create clusterrolebinding', async () => (await import('./create-role-binding.ts')).createClusterRoleBinding),
  later('create configmap', async () => (await import('./create-configmap.ts')).createConfigMap, ['create cm']),
  later('create cronjob', async () => (await import('./create-job.ts')).createCronJob, ['create cj']),
  later('create deployment', async () => (await import('./create-deployment.ts')).createDeployment, ['create deploy']),
  later('create ingress', async () => (await import('./create-ingress.ts')).createIngress, ['create ing']),
  later('create job', async () => (await import('./create-job.ts')).createJob),
  later('create namespace', async () => (await import('./create-namespace.ts')).createNamespace, ['create ns']),
  later('create poddisruptionbudget', async () => (await import('./create-pdb.ts')).createPdb, ['create pdb']),
  later('create priorityclass', async () => (await import('./create-priority-class.ts')).createPriorityClass, [
    'create pc',
  ]),
  later('create quota', async () => (await import('./create-quota.ts')).createQuota, ['create resourcequota']),
  later('create role', async () => (await import('./create-role.ts')).createRole),
  later('create rolebinding', async () => (await import('./create-role-binding.ts')).createRoleBinding),
  later('create secret docker-registry', async () => (await import('./create-secret.ts')).createRegistrySecret),
  later('create secret generic', async () => (await import('./create-secret.ts')).createSecret),
  later('create secret tls', async () => (await import('./create-secret.ts')).createTlsSecret),
  later('create service clusterip', async () => (await import('./create-service.ts')).createClusterIp, [
    'create svc clusterip',
  ]),
  later('create service externalname', async () => (await import('./create-service.ts')).createExternalName, [
    'create svc externalname',
  ]),
  later('create service loadbalancer', async () => (await import('./create-service.ts')).createLoadBalancer, [
    'create svc loadbalancer',
  ]),
  later('create service nodeport', async () => (await import('./create-service.ts')).createNodePort, [
    'create svc nodeport',
  ]),
  later('create serviceaccount', async () => (await import('./create-service-account.ts')).createServiceAccount, [
    'create sa',
  ]),
  later('create token', async () => (await import('./create-token.ts')).createToken),
  later('debug', async () => (await import('./debug.ts')).debug),
  later('drain', async () => (await import('./drain.ts')).drain),
  later('events', async () => (await import('./events.ts')).events),
  later('explain', async () => (await import('./explain.ts')).explain),
  later('expose', async () => (await import('./expose.ts')).expose),
  later('label', async () => (await import('./label.ts')).label),
  later('patch', async () => (await import('./patch.ts')).patch),
  later('replace', async () => (await import('./replace.ts')).replace),
  later('rollout history', async () => (await import('./rollout-history.ts')).rolloutHistory),
  later('rollout pause', async () => (await import('./rollout-change.ts')).rolloutPause),
  later('rollout restart', async () => (await import('./rollout-change.ts')).rolloutRestart),
  later('rollout resume', async () => (await import('./rollout-change.ts')).rolloutResume),
  later('rollout status', async () => (await import('./rollout-status.ts')).rolloutStatus),
  later('rollout undo', async () => (await import('./rollout-change.ts')).rolloutUndo),
  later('scale', async () => (await import('./scale.ts')).scale),
  later('set env', async () => (await import('./set-env.ts')).setEnv),
  later('set image', async () => (await import('./set-image.ts')).setImage),
  later('set resources', async () => (await import('./set-resources.ts')).setResources),
  later('set selector', async () => (await import('./set-selector.ts')).setSelector),
  later('set serviceaccount', async () => (await import('./set-service-account.ts')).setServiceAccount, ['set sa']),
  later('taint', async () => (await import('./taint.ts')).taint),
  later('top node', async () => (await import('./top.ts')).topNode, ['top nodes', 'top no']),
  later('top pod', async () => (await import('./top.ts')).topPod, ['top pods', 'top po']),
  later('uncordon', async () => (await import('./cordon.ts')).uncordon),
  later('version', async () => (await import('./about.ts')).version),
  later('wait', async () => (await import('./wait.ts')).wait),
  ...refusedCommands(),
];

/**
 * Loads the code of every command. Whoever runs commands on a clock that does not wait for code (virtual time that jumps
 * when nobody works) does so first: else it jumps while a command is being loaded.
 * @param between waited for before each piece, so that other work comes first; default: all are loaded at once
 */
export async function loadCommands(between?: () => Promise<void>): Promise<void> {
  const loads = [...commands.map((command) => command.load), ...Object.values(laterCode)];
  if (!between) {
    await Promise.all(loads.map((load) => load()));
    return;
  }
  for (const load of loads) {
    await between();
    await load();
  }
}

function here(command: Command): CommandEntry {
  const loaded = Promise.resolve(command);
  return { name: command.name, load: () => loaded };
}

function later(name: string, load: () => Promise<Command>, aliases: readonly string[] = []): CommandEntry {
  return { name, aliases, load: loadOnce(load) };
}

/** Commands of stock kubectl that only say what to do instead. */
function refusedCommands(): CommandEntry[] {
  const names = 'certificate completion cp diff edit kustomize options plugin port-forward proxy'.split(' ');
  return names.map((name) => later(name, async () => (await import('./refused.ts')).refused(name)));
}
