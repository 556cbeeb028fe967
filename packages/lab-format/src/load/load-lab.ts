import { deepFreeze, type KubeObject } from '@podlab/apimachinery';
import type * as z from 'zod';
import { type LabFault, LabFileError } from '../faults.ts';
import { attemptJsonSchema, type JsonSchema, labJsonSchema } from '../json-schema.ts';
import { findKind } from '../kinds.ts';
import type { Attempt, Lab, Manifest, Mistake, Step } from '../lab.ts';
import { attemptSchema } from '../schema/attempt.ts';
import type { Check } from '../schema/check.ts';
import { type LabFile, labSchema } from '../schema/lab.ts';
import type { LabSource } from '../source.ts';
import { suggestion } from '../words.ts';
import { parseManifest } from './manifest.ts';
import { schemaFaults } from './schema-faults.ts';
import { verifyAttempt } from './verify-attempt.ts';
import type { FaultCollector } from './verify-checks.ts';
import { verifyLab } from './verify-lab.ts';
import { parseYaml, type Path, type YamlDocument } from './yaml-document.ts';

/**
 * Loads a lab with its manifests, texts and attempts.
 * @returns a frozen lab
 * @throws LabFileError with every fault of every file
 */
export async function loadLab(source: LabSource, id: string): Promise<Lab> {
  const faults: LabFault[] = [];
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
  const attempts = loadAttempts(file, id, files, collector, faults);
  if (faults.length > 0) throw new LabFileError(id, faults);
  const { solutions: _solutions, mistakes: _mistakes, ...plain } = file;
  return deepFreeze({
    ...plain,
    ...attempts,
    steps,
    debrief,
    start: { ...file.start, manifests },
    watch: watchedKinds(file, manifests),
    files,
  });
}

async function readFiles(source: LabSource, id: string): Promise<Map<string, string>> {
  const paths = await source.listFiles(id);
  const texts = await Promise.all(paths.map((path) => source.read(id, path)));
  return new Map(paths.flatMap((path, i): [string, string][] => (texts[i] === undefined ? [] : [[path, texts[i]]])));
}

function parseTyped<T>(
  text: string,
  file: string,
  schema: z.ZodType<T>,
  jsonSchema: () => JsonSchema,
  faults: LabFault[],
): { readonly value: T; readonly document: YamlDocument } | undefined {
  const [document] = parseYaml(text, file, '1.2', faults);
  if (!document) {
    if (!faults.some((fault) => fault.file === file)) {
      faults.push({ file, line: undefined, column: undefined, message: 'The file is empty.' });
    }
    return undefined;
  }
  const result = schema.safeParse(document.value);
  if (result.success) return { value: result.data, document };
  faults.push(...schemaFaults(result.error.issues, document, jsonSchema()));
  return undefined;
}

function collect(document: YamlDocument, faults: LabFault[]): FaultCollector {
  return {
    document,
    add: (path, message) => faults.push(document.fault(path, message)),
    push: (fault) => faults.push(fault),
  };
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

function loadAttempts(
  file: LabFile,
  id: string,
  files: ReadonlyMap<string, string>,
  lab: FaultCollector,
  faults: LabFault[],
): { solutions: Attempt[]; mistakes: Mistake[] } {
  const names = new Set(files.keys());
  const load = (name: string, at: Path): Attempt[] => {
    const path = `attempts/${name}.yaml`;
    const text = files.get(path);
    if (text === undefined) {
      const known = [...names].flatMap((known) => /^attempts\/(.*)\.yaml$/.exec(known)?.[1] ?? []);
      lab.add(at, `There is no file \`${path}\`.${suggestion(name, known, 'Attempts are')}`);
      return [];
    }
    const parsed = parseTyped(text, `${id}/${path}`, attemptSchema, attemptJsonSchema, faults);
    if (!parsed) return [];
    verifyAttempt(parsed.value, file, names, collect(parsed.document, faults));
    return [{ id: name, ...parsed.value }];
  };
  const used = new Set([...file.solutions, ...file.mistakes.map((mistake) => mistake.attempt)]);
  for (const path of names) {
    const name = /^attempts\/(.*)\.yaml$/.exec(path)?.[1];
    if (name === undefined || used.has(name)) continue;
    const message = 'No proof plays this attempt: name it in `solutions` or `mistakes` of lab.yaml, or remove it.';
    faults.push({ file: `${id}/${path}`, line: undefined, column: undefined, message });
  }
  return {
    solutions: file.solutions.flatMap((name, i) => load(name, ['solutions', i])),
    mistakes: file.mistakes.flatMap(({ attempt, caughtBy, saying }, i) =>
      load(attempt, ['mistakes', i, 'attempt']).map((loaded) => ({ ...loaded, caughtBy, saying })),
    ),
  };
}

interface PodSpecLike {
  readonly containers?: readonly { readonly image?: string }[];
  readonly initContainers?: readonly { readonly image?: string }[];
}

function verifyImages(file: LabFile, manifests: readonly Manifest[], faults: FaultCollector): void {
  for (const { file: name, objects } of manifests) {
    for (const image of objects.flatMap(imagesOf)) {
      if (file.images.includes(image)) continue;
      const more = suggestion(image, file.images, 'It lists');
      faults.add(['images'], `\`images\` must list every image, but \`${image}\` of ${name} is not there.${more}`);
    }
  }
}

function imagesOf(object: KubeObject): string[] {
  const spec = object.spec as (PodSpecLike & { readonly template?: { readonly spec?: PodSpecLike } }) | undefined;
  const pod = spec?.template?.spec ?? spec;
  return [...(pod?.initContainers ?? []), ...(pod?.containers ?? [])].flatMap(({ image }) => image ?? []);
}

function watchedKinds(file: LabFile, manifests: readonly Manifest[]): string[] {
  const checks: Check[] = [...file.guards, ...file.steps.flatMap((step) => step.checks)];
  const conditions = checks.flatMap(({ object, history }) => [
    ...[object, history?.always, history?.never, history?.eventually, history?.before?.first, history?.before?.then],
  ]);
  const named = [...conditions, ...file.start.until].flatMap((condition) => condition?.kind ?? []);
  const applied = manifests.flatMap(({ objects }) =>
    objects.flatMap(({ kind }) => (kind && findKind(kind) ? kind : [])),
  );
  return [...new Set(['Pod', 'ReplicaSet', 'Deployment', 'Node', ...named, ...applied, ...file.watch])];
}
