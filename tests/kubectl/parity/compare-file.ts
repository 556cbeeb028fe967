import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { splitCommandLine } from '@podlab/kubectl';
import type { Answer } from './answer.ts';
import { mustDiffer } from './known-differences.ts';
import { type CommandLine, linesOf, type ParityFile } from './parity-case.ts';
import { runOurs } from './run-ours.ts';
import { runStock } from './run-stock.ts';
import { normaliseState } from './normalise-state.ts';
import type { Stage } from './stages.ts';

/** What the two kubectls answered to one line. */
export interface Compared {
  readonly run: string;
  readonly stock: Answer;
  readonly ours: Answer;
  readonly isSame: boolean;
}

/** The clusters that a file is played on; `reading` ones share theirs. */
export interface StagePair {
  readonly stock: Stage;
  readonly ours: Stage;
}

/** How often a reading command that differs is tried again: a second or a minute may have passed between the two. */
const retries = 4;
/** How many reading commands run side by side. */
const atOnce = 3;

/** Which lines of a file are run. */
export interface CompareChoice {
  /** Those whose text has this in it; default: all. */
  readonly only?: string;
  /** Default: not those under `more`. */
  readonly withMore?: boolean;
}

/** Runs the commands of a file through both. */
export async function compareFile(
  { name, file }: { readonly name: string; readonly file: ParityFile },
  stages: StagePair,
  { only = '', withMore = false }: CompareChoice = {},
): Promise<Compared[]> {
  const folder = mkdtempSync(join(tmpdir(), 'podlab-parity-files-'));
  try {
    for (const [path, text] of Object.entries(file.files ?? {})) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    const lines = linesOf(file, { withMore }).filter(({ run }) => run.includes(only));
    return file.kind === 'reading'
      ? await compareSideBySide(lines, folder, stages)
      : await compareInOrder(lines, folder, stages, name);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function compareSideBySide(lines: CommandLine[], folder: string, stages: StagePair): Promise<Compared[]> {
  const compared: Compared[] = [];
  const queue = lines.map((line, index) => ({ line, index }));
  const work = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      const places = placesIn(folder, stages, 'default');
      let one = await compareOne(next.line, places);
      const tries = mustDiffer(next.line.run) ? 0 : retries;
      for (let i = 0; i < tries && !one.isSame; i += 1)
        one = await compareOne(next.line, places, { inTurn: i % 2 === 0 });
      compared[next.index] = one;
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return compared;
}

async function compareInOrder(
  lines: CommandLine[],
  folder: string,
  stages: StagePair,
  namespace: string,
): Promise<Compared[]> {
  const places = placesIn(folder, stages, namespace);
  await compareOne({ run: `kubectl create namespace ${namespace}` }, places);
  const compared: Compared[] = [];
  for (const line of lines) compared.push(await compareOne(line, places, { normalise: normaliseState }));
  await compareOne({ run: `kubectl delete namespace ${namespace} --wait=false` }, places);
  return compared;
}

interface CompareOptions {
  /** Applied to both; default: nothing is changed. */
  readonly normalise?: (text: string) => string;
  /** Ours runs when the stock one has ended; default: side by side. */
  readonly inTurn?: boolean;
}

type Places = ReturnType<typeof placesIn>;

function placesIn(folder: string, stages: StagePair, namespace: string) {
  const at = (stage: Stage) => ({
    folder,
    namespace,
    server: stage.server,
    kubeconfigPath: stage.kubeconfigFor(namespace),
  });
  return { stock: at(stages.stock), ours: { ...at(stages.ours), transport: stages.ours.transport } };
}

async function compareOne(
  line: CommandLine,
  places: Places,
  { normalise = (text) => text, inTurn = false }: CompareOptions = {},
): Promise<Compared> {
  const [program, ...words] = splitCommandLine(line.run);
  if (program !== 'kubectl') throw new Error(`not a kubectl command: ${line.run}`);
  const runsStock = runStock(words, line, places.stock);
  // A process begins late and so tells ages that are a little older; run in turn, ours tells older ones.
  if (inTurn) await runsStock;
  const [stock, ours] = await Promise.all([runsStock, runOurs(words, line, places.ours)]);
  const text = ({ stdout, stderr, code }: Answer) => normalise(JSON.stringify([stdout, stderr, code]));
  return { run: line.run, stock, ours, isSame: text(stock) === text(ours) };
}
