import { renderDifference } from '@podlab/lab-runner';
import { rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { openEmbedded, type OpenedCluster, removeKubeconfig } from '@podlab/clusters';
import type { CommandContext } from '../commands/context.ts';
import type { SandboxOptions } from '../commands/sandbox.ts';
import { openWorkspace, type Workspace } from '../commands/workspace.ts';
import { CliError } from '../errors.ts';
import type { ExitCode } from '../exit-codes.ts';
import { holdSandbox } from './hold-sandbox.ts';
import { sandboxFolder } from './live-sandboxes.ts';

/** Runs an empty cluster until Ctrl-C; nothing of it stays. @throws CliError `INTERRUPTED` at the end */
export async function runSandbox(context: CommandContext, options: SandboxOptions): Promise<ExitCode> {
  const { host, signal } = context;
  const workspace = openWorkspace(context);
  const { say, json, style } = workspace;
  const folder = sandboxFolder(workspace.paths, `${host.pid}-${host.randomHex(3)}`);
  const kubeconfig =
    options.kubeconfig === undefined ? join(folder, 'kubeconfig') : resolve(host.workingDir, options.kubeconfig);
  const engine = workspace.options.engine ?? 'embedded';
  const startMs = host.nowMs();
  const sandbox =
    engine === 'kind'
      ? await openKindSandbox(context, workspace, { ...options, folder, kubeconfig })
      : await openEmbeddedSandbox(context, { ...options, kubeconfig });
  let held: { release(): Promise<void> } | undefined;
  try {
    await sandbox.settle();
    held = await holdSandbox(sandbox, { host, folder, signal });
    json({ engine, kubeconfig, nodes: options.nodes });
    say(
      `${style.pea('✓')} An empty cluster of ${options.nodes} ${options.nodes === 1 ? 'node' : 'nodes'} on ${engine}, ${((host.nowMs() - startMs) / 1000).toFixed(1)} s`,
      `  export KUBECONFIG='${kubeconfig}'`,
      '  kubectl get nodes',
      ...(engine === 'embedded' ? ['  lab fast-forward 60    # from any terminal'] : []),
      style.muted('Ctrl-C ends it; nothing of it stays.'),
    );
    sandbox.onDifference?.((difference) => say(renderDifference(difference, style)));
    await new Promise<void>((done) => {
      if (signal.aborted) done();
      signal.addEventListener('abort', () => done(), { once: true });
    });
  } finally {
    await held?.release();
    await sandbox.close();
    await removeKubeconfig(kubeconfig).catch(() => undefined);
    rmSync(folder, { recursive: true, force: true });
  }
  throw signal.reason;
}

async function openEmbeddedSandbox(
  { host, signal }: CommandContext,
  options: SandboxOptions & { readonly kubeconfig: string },
): Promise<OpenedCluster> {
  return openEmbedded({
    nodes: options.nodes,
    ...(options.disk !== undefined && { disk: options.disk }),
    seed: options.seed ?? host.randomHex(8),
    startTimeMs: host.nowMs(),
    journal: undefined,
    kubeconfig: options.kubeconfig,
    context: 'podlab-sandbox',
    namespace: 'default',
    token: host.randomHex(24),
    port: options.port,
    portMustBeFree: options.port !== undefined,
    rate: options.clock,
    signal,
  });
}

async function openKindSandbox(
  { host, signal }: CommandContext,
  workspace: Workspace,
  options: SandboxOptions & { readonly folder: string; readonly kubeconfig: string },
): Promise<OpenedCluster> {
  if (options.port !== undefined || options.seed !== undefined || options.disk !== undefined || options.clock !== 1) {
    throw new CliError('USAGE', '--port, --seed, --disk and --clock are for the embedded cluster.', {
      next: 'Leave them out, or say --engine embedded.',
    });
  }
  const { deleteKind, openKindAt } = await import('../engine/kind-place.ts');
  const onText = (text: string) => workspace.say(workspace.style.muted(text));
  const paths = { ...workspace.paths.lab('sandbox'), folder: options.folder, kubeconfig: options.kubeconfig };
  const place = { host, cloneKey: workspace.paths.key, labId: `sandbox-${host.pid}`, paths, namespace: 'default' };
  const cluster = await openKindAt(place, { nodes: options.nodes, images: [], resumed: false, onText, signal });
  return {
    ...cluster,
    async close() {
      await cluster.close();
      await deleteKind(place, { onText, signal: new AbortController().signal });
    },
  };
}
