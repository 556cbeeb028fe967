/** Makes what the pages need and Docusaurus does not make: the labs' pages, with their solutions really played. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadProvenLab } from '@podlab/lab-format';
import { folderSource } from '@podlab/lab-format/folder-source';
import { recordFront } from './front/record-front.ts';
import { renderLabPage } from './labs/lab-page.ts';
import { playSolution } from './labs/play-solution.ts';

const site = join(import.meta.dirname, '..');
const labsFolder = join(site, '..', '..', 'labs');
const out = join(site, '.generated');

const controller = new AbortController();
process.once('SIGINT', () => controller.abort());

const source = folderSource(labsFolder);
const cards: unknown[] = [];
const pages = new Map<string, string>();
for (const id of await source.listLabs()) {
  const lab = await loadProvenLab(source, id);
  const transcripts = [];
  for (const solution of lab.solutions.slice(0, 2)) transcripts.push(await playSolution(lab, solution, controller));
  pages.set(`labs/${id}.md`, renderLabPage(lab, transcripts));
  cards.push({ id, title: lab.title, summary: lab.summary, steps: lab.steps.length });
}
pages.set('labs.json', JSON.stringify(cards));
pages.set('front.json', JSON.stringify(await recordFront(controller)));

rmSync(join(out, 'labs'), { recursive: true, force: true });
mkdirSync(join(out, 'labs'), { recursive: true });
for (const [name, text] of pages) {
  const file = join(out, name);
  if (!existsSync(file) || readFileSync(file, 'utf8') !== text) writeFileSync(file, text);
}
