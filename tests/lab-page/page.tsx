/** The page that the tests open: bundled by `serve-page.ts`, with the worker that plays labs on the site. */
import { findOutputWords, type OutputWord } from '@podlab/glossary';
import type { LabJson } from '@podlab/lab-format';
import { createWordMarker, LabPage } from '@podlab/lab-ui';
import '@podlab/lab-ui/look.css';
import { createRoot } from 'react-dom/client';
import { startBubble } from '../../apps/site/plugins/glossary/client/bubble.ts';
import { openPlayedLab } from '../../apps/site/src/engine/client/open-played-lab.ts';

const lab = (await (await fetch('/lab.json')).json()) as LabJson;
const played = openPlayedLab(lab, {
  createWorker: () => new Worker('/entry.js', { type: 'module' }),
  build: 'test',
});
Object.assign(globalThis, { played });
startBubble();
const words: readonly OutputWord[] = [{ word: 'Running', id: 'running', kind: 'status' }];
const markWords = createWordMarker((line) => {
  if (globalThis.breaksAt !== undefined && line.includes(globalThis.breaksAt)) throw new Error('a word is unmarkable');
  return findOutputWords(line, words);
});
createRoot(document.getElementById('root') as HTMLElement).render(
  <LabPage lab={lab} played={played} markWords={markWords} />,
);
