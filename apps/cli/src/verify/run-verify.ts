import { systemClock } from '@podlab/apimachinery';
import { type EngineName, openUnserved } from '@podlab/clusters';
import { type ProofCluster, type ProofResult, verifyLab } from '@podlab/lab-runner';
import { LabFileError, type ProvenLab } from '@podlab/lab-format';
import type { CommandContext } from '../commands/context.ts';
import { openWorkspace, type Workspace } from '../commands/workspace.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { findProvenLab, listLabIds } from '../labs/catalogue.ts';
import { renderProofTable } from '../text/proof-table.ts';
import { tellError } from '../text/error-text.ts';

/** Plays the proofs of the labs that were named, or of all. @returns 0 when all hold, 1 when one does not, 2 for bad files */
export async function runVerify(context: CommandContext, names: readonly string[]): Promise<ExitCode> {
  const workspace = openWorkspace(context);
  const { say, style } = workspace;
  const engine = workspace.options.engine ?? 'embedded';
  const ids = names.length > 0 ? names : listLabIds(workspace.labsFolder);
  const labs: ProvenLab[] = [];
  let faulty = false;
  for (const id of ids) {
    try {
      labs.push(await findProvenLab(workspace.labsFolder, id, context.commands()));
    } catch (error) {
      if (!(error instanceof LabFileError)) throw error;
      faulty = true;
      const { message, next } = tellError(error);
      say(`${style.red('✗')} ${message}`, ...(next ? [next] : []), '');
    }
  }
  const startMs = context.host.nowMs();
  const played: { lab: ProvenLab; results: readonly ProofResult[] }[] = [];
  for (const lab of labs) {
    const results = await verifyOn(engine, lab, context, workspace);
    played.push({ lab, results });
    say(style.strong(`${lab.id} on ${engine}`), ...renderProofTable(results, style), '');
  }
  const all = played.flatMap(({ results }) => results);
  const failed = all.filter(({ ok }) => !ok).length;
  const wallMs = context.host.nowMs() - startMs;
  workspace.json({
    engine,
    ok: failed === 0 && !faulty,
    wallMs,
    labs: played.map(({ lab, results }) => ({ lab: lab.id, proofs: results.map(toJson) })),
  });
  const summary = `${all.length - failed} of ${all.length} proofs hold, ${(wallMs / 1000).toFixed(1)} s`;
  say(failed === 0 ? style.pea(`✓ ${summary}`) : style.red(`✗ ${summary}`));
  if (faulty) return exitCodes.usage;
  return failed === 0 ? exitCodes.passed : exitCodes.notYet;
}

async function verifyOn(
  engine: EngineName,
  lab: ProvenLab,
  context: CommandContext,
  workspace: Workspace,
): Promise<readonly ProofResult[]> {
  const { signal } = context;
  const common = { lab, wallClock: systemClock(), signal };
  if (engine === 'embedded') {
    const openCluster = async ({ attempt }: { attempt: { id: string } }): Promise<ProofCluster> => ({
      ...openUnserved({
        nodes: lab.cluster.nodes,
        seed: `${lab.id}/${attempt.id}`,
        startTimeMs: context.host.nowMs(),
      }),
      namespace: lab.id,
    });
    return verifyLab({ ...common, openCluster, shared: false, parallel: 4 });
  }
  const { openProofKind } = await import('../engine/open-proof-kind.ts');
  const kind = await openProofKind({ lab, context, workspace });
  try {
    return await verifyLab({ ...common, openCluster: kind.openCluster, shared: true, parallel: 6 });
  } finally {
    await kind.close();
  }
}

function toJson({ proof, verdict, ok, caughtBy, found, fault, wallMs, clusterMs }: ProofResult) {
  return {
    attempt: proof.attempt.id,
    kind: proof.kind,
    expected: proof.expected,
    ...(proof.caughtBy === undefined ? {} : { expectedAt: proof.caughtBy }),
    verdict: verdict ?? null,
    caughtBy,
    ok,
    found: found ?? null,
    fault: fault ?? null,
    wallMs: Math.round(wallMs),
    clusterMs: Math.round(clusterMs),
  };
}
