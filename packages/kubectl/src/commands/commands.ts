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

/** What few labs need comes in a few pieces: one for each command would be sixty requests. */
const parts = {
  changing: () => import('./parts/changing.ts'),
  asking: () => import('./parts/asking.ts'),
  entering: () => import('./parts/entering.ts'),
  making: () => import('./parts/making.ts'),
  nodes: () => import('./parts/nodes.ts'),
};

/** The commands there are. Those of every lab are here; the others' code is loaded when one is first called. */
export const commands: readonly CommandEntry[] = [
  ...[apply, create, deleteCommand, describe, exec, get, logs, run].map(here),
  later('annotate', async () => (await parts.changing()).annotate),
  later('api-resources', async () => (await parts.asking()).apiResources),
  later('api-versions', async () => (await parts.asking()).apiVersions),
  later('apply view-last-applied', async () => (await parts.asking()).viewLastApplied),
  later('attach', async () => (await parts.entering()).attach),
  later('auth can-i', async () => (await parts.asking()).canI),
  later('auth whoami', async () => (await parts.asking()).whoAmI),
  later('autoscale', async () => (await parts.making()).autoscale),
  later('cluster-info', async () => (await parts.asking()).clusterInfo),
  later('config current-context', async () => (await parts.asking()).currentContext),
  later('config get-clusters', async () => (await parts.asking()).getClusters),
  later('config get-contexts', async () => (await parts.asking()).getContexts),
  later('config get-users', async () => (await parts.asking()).getUsers),
  later('config set-context', async () => (await parts.asking()).setContext),
  later('config use-context', async () => (await parts.asking()).useContext, ['config use']),
  later('config view', async () => (await parts.asking()).configView),
  later('cordon', async () => (await parts.nodes()).cordon),
  later('create clusterrole', async () => (await parts.making()).createClusterRole),
  later('create clusterrolebinding', async () => (await parts.making()).createClusterRoleBinding),
  later('create configmap', async () => (await parts.making()).createConfigMap, ['create cm']),
  later('create cronjob', async () => (await parts.making()).createCronJob, ['create cj']),
  later('create deployment', async () => (await parts.making()).createDeployment, ['create deploy']),
  later('create ingress', async () => (await parts.making()).createIngress, ['create ing']),
  later('create job', async () => (await parts.making()).createJob),
  later('create namespace', async () => (await parts.making()).createNamespace, ['create ns']),
  later('create poddisruptionbudget', async () => (await parts.making()).createPdb, ['create pdb']),
  later('create priorityclass', async () => (await parts.making()).createPriorityClass, ['create pc']),
  later('create quota', async () => (await parts.making()).createQuota, ['create resourcequota']),
  later('create role', async () => (await parts.making()).createRole),
  later('create rolebinding', async () => (await parts.making()).createRoleBinding),
  later('create secret docker-registry', async () => (await parts.making()).createRegistrySecret),
  later('create secret generic', async () => (await parts.making()).createSecret),
  later('create secret tls', async () => (await parts.making()).createTlsSecret),
  later('create service clusterip', async () => (await parts.making()).createClusterIp, ['create svc clusterip']),
  later('create service externalname', async () => (await parts.making()).createExternalName, [
    'create svc externalname',
  ]),
  later('create service loadbalancer', async () => (await parts.making()).createLoadBalancer, [
    'create svc loadbalancer',
  ]),
  later('create service nodeport', async () => (await parts.making()).createNodePort, ['create svc nodeport']),
  later('create serviceaccount', async () => (await parts.making()).createServiceAccount, ['create sa']),
  later('create token', async () => (await parts.making()).createToken),
  later('debug', async () => (await parts.entering()).debug),
  later('drain', async () => (await parts.nodes()).drain),
  later('events', async () => (await parts.asking()).events),
  later('explain', async () => (await parts.asking()).explain),
  later('expose', async () => (await parts.making()).expose),
  later('label', async () => (await parts.changing()).label),
  later('patch', async () => (await parts.changing()).patch),
  later('replace', async () => (await parts.changing()).replace),
  later('rollout history', async () => (await parts.changing()).rolloutHistory),
  later('rollout pause', async () => (await parts.changing()).rolloutPause),
  later('rollout restart', async () => (await parts.changing()).rolloutRestart),
  later('rollout resume', async () => (await parts.changing()).rolloutResume),
  later('rollout status', async () => (await parts.changing()).rolloutStatus),
  later('rollout undo', async () => (await parts.changing()).rolloutUndo),
  later('scale', async () => (await parts.changing()).scale),
  later('set env', async () => (await parts.changing()).setEnv),
  later('set image', async () => (await parts.changing()).setImage),
  later('set resources', async () => (await parts.changing()).setResources),
  later('set selector', async () => (await parts.changing()).setSelector),
  later('set serviceaccount', async () => (await parts.changing()).setServiceAccount, ['set sa']),
  later('taint', async () => (await parts.nodes()).taint),
  later('top node', async () => (await parts.nodes()).topNode, ['top nodes', 'top no']),
  later('top pod', async () => (await parts.nodes()).topPod, ['top pods', 'top po']),
  later('uncordon', async () => (await parts.nodes()).uncordon),
  later('version', async () => (await parts.asking()).version),
  later('wait', async () => (await parts.asking()).wait),
  ...refusedCommands(),
];

/**
 * Loads the code of every command. Whoever runs commands on a clock that does not wait for code (virtual time that jumps
 * when nobody works) does so first: else it jumps while a command is being loaded.
 * @param between waited for before each piece, so that other work comes first; default: nothing
 */
export async function loadCommands(between?: () => Promise<void>): Promise<void> {
  const pieces = [...Object.values(parts), ...Object.values(laterCode)];
  for (const load of pieces) {
    await between?.();
    await load();
  }
  await Promise.all(commands.map(({ load }) => load()));
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
  return names.map((name) => later(name, async () => (await parts.asking()).refused(name)));
}
