import { deepFreeze } from '@podlab/apimachinery';
import { type LabFault, LabFileError } from '../faults.ts';
import { labJsonSchema } from '../json-schema.ts';
import type { Lab, Manifest, ProvenLab, Step } from '../lab.ts';
import { type LabFile, labSchema } from '../schema/lab.ts';
import type { LabSource } from '../source.ts';
import { suggestion } from '../words.ts';
import { verifyImages, watchedKinds } from './derived.ts';
import { loadAttempts } from './load-attempts.ts';
import { parseManifest } from './manifest.ts';
import { collect, parseTyped } from './parse-typed.ts';
import type { FaultCollector } from './verify-checks.ts';
import { verifyLab } from './verify-lab.ts';
import type { Path } from './yaml-document.ts';

/**
 * Loads a lab to be played, with its manifests and texts. Its attempts are not looked at: they are most of its YAML, and
 * only a proof or a solution needs them.
 * @returns a frozen lab
 * @throws LabFileError with every fault of every file that was read
 */
export async function loadLab(source: LabSource, id: string): Promise<Lab> {
  const faults: LabFault[] = [];
  const loaded = await load(source, id, faults);
  if (faults.length > 0) throw new LabFileError(id, faults);
  return deepFreeze(loaded.lab);
}

/**
 * Loads a lab with its attempts.
 * @returns a frozen lab
 * @throws LabFileError with every fault of every file
 */
export async function loadProvenLab(source: LabSource, id: string): Promise<ProvenLab> {
  const faults: LabFault[] = [];
  const { lab, file, collector } = await load(source, id, faults);
  const attempts = loadAttempts(file, id, lab.files, collector, faults);
  if (faults.length > 0) throw new LabFileError(id, faults);
  return deepFreeze({ ...lab, ...attempts });
}

interface Loaded {
  readonly lab: Lab;
  readonly file: LabFile;
  /** Takes faults of `lab.yaml`. */
  readonly collector: FaultCollector;
}

/** @throws LabFileError when `lab.yaml` is not there or has not the shape of a lab; other faults are added to `faults` */
async function load(source: LabSource, id: string, faults: LabFault[]): Promise<Loaded> {
  const files = await readFiles(source, id);
  const text = files.get('lab.yaml');
  if (text === undefined) {
    const more = suggestion(id, await source.listLabs(), 'The labs are');
    const message = `There is no such file, so there is no lab \`${id}\`.${more}`;
    throw new LabFileError(id, [{ file: `${id}/lab.yaml`, line: undefined, column: undefined, message }]);
  }
  const parsed = parseTyped(text, `${id}/lab.yaml`, labSchema, labJsonSchema, faults);
  if (!parsed) throw new LabFileError(id, faults);
  const { value: file, document } = parsed;
  const collector = collect(document, faults);
  verifyLab(file, id, collector);
  const resolve = createResolver(id, files, collector);
  const manifests = file.start.manifests.map((path, i) => resolve.manifest(path, ['start', 'manifests', i]));
  verifyImages(file, manifests, collector);
  const steps = file.steps.map((step, i): Step => ({ ...step, text: resolve.text(step.text, ['steps', i, 'text']) }));
  const debrief = resolve.text(file.debrief, ['debrief']);
  const { solutions: _solutions, mistakes: _mistakes, ...plain } = file;
  const start = { ...file.start, manifests };
  const lab = { ...plain, steps, debrief, start, watch: watchedKinds(file, manifests), files };
  return { lab, file, collector };
}

async function readFiles(source: LabSource, id: string): Promise<Map<string, string>> {
  const paths = await source.listFiles(id);
  const texts = await Promise.all(paths.map((path) => source.read(id, path)));
  return new Map(paths.flatMap((path, i): [string, string][] => (texts[i] === undefined ? [] : [[path, texts[i]]])));
}

function createResolver(id: string, files: ReadonlyMap<string, string>, faults: FaultCollector) {
  const read = (path: string, at: Path): string | undefined => {
    const text = files.get(path);
    if (text === undefined) {
      faults.add(at, `There is no file \`${path}\` in the folder.${suggestion(path, [...files.keys()], 'It holds')}`);
    }
    return text;
  };
  return {
    text: (text: string | { file: string }, at: Path): string =>
      typeof text === 'string' ? text : (read(text.file, [...at, 'file']) ?? ''),
    manifest(file: string, at: Path): Manifest {
      const text = read(file, at);
      const found: LabFault[] = [];
      const objects = text === undefined ? [] : parseManifest(text, `${id}/${file}`, found);
      for (const fault of found) faults.push(fault);
      return { file, objects };
    },
  };
}
