import { join } from 'node:path';
import type { Command } from 'commander';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import type { CommandContext, Done } from './context.ts';
import { openWorkspace } from './workspace.ts';

export function registerDoctor(program: Command, context: CommandContext, done: Done): void {
  program
    .command('doctor')
    .description('say what this machine can do, and what to do about what it cannot')
    .addHelpText('after', '\nExamples:\n  lab doctor\n  lab doctor --json')
    .action(() => done(() => examine(context)));
}

/** One thing that was looked at. */
interface Examined {
  readonly about: string;
  readonly level: 'good' | 'warning' | 'bad';
  readonly message: string;
  readonly fix?: string;
}

/** Looks at everything that Podlab rests on. The embedded engine needs nothing but Node, so only it decides the exit code. */
async function examine(context: CommandContext): Promise<ExitCode> {
  const { host, signal } = context;
  const workspace = openWorkspace(context);
  const { say, json, style, paths } = workspace;
  const found: Examined[] = [
    { about: 'node', level: 'good', message: `Node ${process.versions.node} on ${host.platform} ${process.arch}.` },
    await examineState(paths.clone, host.nowMs()),
    await examineKubectl(context),
    await examinePty(),
  ];
  const { kindFindings } = await import('../engine/kind-place.ts');
  const place = { host, cloneKey: paths.key, labId: 'doctor', paths: paths.lab('doctor'), namespace: 'default' };
  for (const { id, level, message, fix } of await kindFindings(place, signal)) {
    found.push({ about: `kind: ${id}`, level, message, ...(fix ? { fix } : {}) });
  }
  const kindWorks = !found.some(({ about, level }) => about.startsWith('kind: ') && level === 'bad');
  json({ findings: found, engines: { embedded: true, kind: kindWorks } });
  const width = Math.max(...found.map(({ about }) => about.length));
  for (const { about, level, message, fix } of found) {
    const glyph = { good: style.pea('✓'), warning: style.amber('!'), bad: style.red('✗') }[level];
    say(`${glyph} ${about.padEnd(width)}  ${message}`, ...(fix ? [`${' '.repeat(width + 4)}${style.muted(fix)}`] : []));
  }
  say(
    '',
    `Engines: ${style.pea('embedded ✓')}  ${kindWorks ? style.pea('kind ✓') : style.muted('kind ✗ (not needed: labs run on the embedded cluster too)')}`,
  );
  return found.some(({ about, level }) => about === 'state' && level === 'bad')
    ? exitCodes.unavailable
    : exitCodes.passed;
}

async function examineState(folder: string, nowMs: number): Promise<Examined> {
  const { writeAtomically } = await import('../state/disk.ts');
  const { rmSync } = await import('node:fs');
  const probe = join(folder, `probe-${process.pid}-${nowMs}`);
  try {
    writeAtomically(probe, 'ok');
    rmSync(probe, { force: true });
    return { about: 'state', level: 'good', message: `Kept in ${folder}.` };
  } catch (error) {
    const { tellError } = await import('../text/error-text.ts');
    const { message, next } = tellError(error);
    return { about: 'state', level: 'bad', message, ...(next ? { fix: next } : {}) };
  }
}

async function examineKubectl({ host }: CommandContext): Promise<Examined> {
  const { findProgram } = await import('../engine/choose-engine.ts');
  const path = findProgram(host, 'kubectl');
  if (path) return { about: 'kubectl', level: 'good', message: `${path}.` };
  return { about: 'kubectl', level: 'good', message: 'None on this machine: labs bring the commands that they use.' };
}

async function examinePty(): Promise<Examined> {
  try {
    await import('@lydell/node-pty');
    return { about: 'terminal', level: 'good', message: 'Labs open your own shell.' };
  } catch {
    return { about: 'terminal', level: 'warning', message: 'No pseudo-terminals here: labs use their own prompt.' };
  }
}
