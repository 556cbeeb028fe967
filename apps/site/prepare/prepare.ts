/** Makes what the pages need and Docusaurus does not make: the labs' pages, with their solutions really played, and runs. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadProvenLab } from '@podlab/lab-format';
import { folderSource } from '@podlab/lab-format/folder-source';
import { recordFront } from './front/record-front.ts';
import { createGlossaryReader } from '../plugins/glossary/source/glossary-files.ts';
import { renderLabPage } from './labs/lab-page.ts';
import { playedLabJson } from './labs/played-lab.ts';
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
const pages = new Map<string, string>();
for (const id of await source.listLabs()) {
  const lab = await loadProvenLab(source, id);
  const transcripts = [];
  for (const solution of lab.solutions.slice(0, 2)) transcripts.push(await playSolution(lab, solution, controller));
  pages.set(`labs/${id}.md`, renderLabPage(lab, transcripts));
  const [played] = transcripts;
  if (played === undefined) throw new Error(`labs/${id} has no solution to play`);
  pages.set(`lab-pictures/${id}.json`, JSON.stringify({ start: played.start, goal: played.goal }));
  pages.set(`played-labs/${id}.json`, JSON.stringify(playedLabJson(lab, readGlossary())));
  cards.push({ id, title: lab.title, summary: lab.summary, steps: lab.steps.length });
}
pages.set('labs.json', JSON.stringify(cards));
for (const { name, ...recording } of await recordConcepts(join(root, 'docs/concepts/recordings'), controller))
  pages.set(`recordings/${name}.json`, JSON.stringify(recording));
pages.set('front.json', JSON.stringify(await recordFront(controller)));

pages.set('build.json', JSON.stringify({ build: process.env['PODLAB_BUILD'] ?? 'development' }));

for (const folder of ['labs', 'lab-pictures', 'played-labs', 'recordings']) {
  rmSync(join(out, folder), { recursive: true, force: true });
  mkdirSync(join(out, folder), { recursive: true });
}
for (const [name, text] of pages) {
  const file = join(out, name);
  if (!existsSync(file) || readFileSync(file, 'utf8') !== text) writeFileSync(file, text);
}
