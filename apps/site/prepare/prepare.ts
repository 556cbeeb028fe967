/** Makes what the pages need and Docusaurus does not make: the labs' pages, with their solutions really played, and runs. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Definition } from '@podlab/glossary';
import { labToJson, loadProvenLab } from '@podlab/lab-format';
import { folderSource } from '@podlab/lab-format/folder-source';
import { recordFront } from './front/record-front.ts';
import { createGlossaryReader } from '../plugins/glossary/source/glossary-files.ts';
import { renderLabPage } from './labs/lab-page.ts';
import { labText, labWords } from './labs/lab-text.ts';
import { playSolution } from './labs/play-solution.ts';
import { recordConcepts } from './recordings/record-concepts.ts';

const site = join(import.meta.dirname, '..');
const root = join(site, '..', '..');
const labsFolder = join(root, 'labs');
const out = join(site, '.generated');

const controller = new AbortController();
process.once('SIGINT', () => controller.abort());

const readGlossary = createGlossaryReader({
  root,
  terms: join(root, 'docs/glossary'),
  pages: join(root, 'docs'),
  labs: labsFolder,
});

const source = folderSource(labsFolder);
const cards: unknown[] = [];
/** Terms that a lab's text explains, by id. */
const defined = new Map<string, Definition>();
const pages = new Map<string, string>();
for (const id of await source.listLabs()) {
  const lab = await loadProvenLab(source, id);
  const transcripts = [];
  for (const solution of lab.solutions.slice(0, 2)) transcripts.push(await playSolution(lab, solution, controller));
  pages.set(`labs/${id}.md`, renderLabPage(lab, transcripts));
  const [played] = transcripts;
  if (played === undefined) throw new Error(`labs/${id} has no solution to play`);
  pages.set(`lab-pictures/${id}.json`, JSON.stringify({ start: played.start, goal: played.goal }));
  const { text, definitions } = labText(lab, readGlossary());
  pages.set(`played-labs/${id}.json`, JSON.stringify(labToJson(lab)));
  pages.set(`lab-texts/${id}.json`, JSON.stringify(text));
  for (const definition of definitions) defined.set(definition.id, definition);
  cards.push({ id, title: lab.title, summary: lab.summary, steps: lab.steps.length });
}
pages.set('labs.json', JSON.stringify(cards));
pages.set('lab-words.json', JSON.stringify(labWords(readGlossary(), defined.values())));
for (const { name, ...recording } of await recordConcepts(join(root, 'docs/concepts/recordings'), controller))
  pages.set(`recordings/${name}.json`, JSON.stringify(recording));
pages.set('front.json', JSON.stringify(await recordFront(controller)));

pages.set('build.json', JSON.stringify({ build: process.env['PODLAB_BUILD'] ?? 'development' }));

for (const folder of ['labs', 'lab-pictures', 'played-labs', 'lab-texts', 'recordings']) {
  rmSync(join(out, folder), { recursive: true, force: true });
  mkdirSync(join(out, folder), { recursive: true });
}
for (const [name, text] of pages) {
  const file = join(out, name);
  if (!existsSync(file) || readFileSync(file, 'utf8') !== text) writeFileSync(file, text);
}
