/** The page that the tests open: bundled by `bundle.ts`. */
import { loadLab } from '@podlab/lab-format';
import { LabPage } from '@podlab/lab-ui';
import '@podlab/lab-ui/look.css';
import { createRoot } from 'react-dom/client';
import { playInPage } from './played-in-page.ts';

const files: Readonly<Record<string, string>> = await (await fetch('/lab.json')).json();
const id = 'replaced-not-restarted';
const lab = await loadLab(
  {
    listLabs: async () => [id],
    listFiles: async () => Object.keys(files),
    read: async (_, path) => files[path],
  },
  id,
);
const played = await playInPage(lab);
Object.assign(globalThis, { played });
createRoot(document.getElementById('root') as HTMLElement).render(<LabPage lab={lab} played={played} />);
