/** The page that the tests open: bundled by `serve-page.ts`, with the worker that plays labs on the site. */
import type { LabJson } from '@podlab/lab-format';
import { LabPage } from '@podlab/lab-ui';
import '@podlab/lab-ui/look.css';
import { createRoot } from 'react-dom/client';
import { openPlayedLab } from '../../apps/site/src/engine/client/open-played-lab.ts';

const lab = (await (await fetch('/lab.json')).json()) as LabJson;
const played = openPlayedLab(lab, {
  createWorker: () => new Worker('/entry.js', { type: 'module' }),
  build: 'test',
});
Object.assign(globalThis, { played });
createRoot(document.getElementById('root') as HTMLElement).render(<LabPage lab={lab} played={played} />);
