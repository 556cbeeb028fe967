import { useState } from 'react';
import { LinkButton } from '../look/LinkButton.tsx';
import type { LabState } from '../played-lab.ts';
import { useLab } from './lab-context.ts';
import { Notice } from './Notice.tsx';

/** Tells of a run that was kept and is not gone on with, and hands it over before it is gone. */
export function FormerNotice({ former }: { readonly former: NonNullable<LabState['former']> }) {
  const { lab, played, perform, announce } = useLab();
  const [closed, setClosed] = useState<string>();
  if (closed === former.why) return null;
  const download = () =>
    perform('The earlier run cannot be read', async () => {
      saveFile(`podlab-${lab.id}-earlier-run.json`, await played.formerRun());
      announce('Downloaded.');
    });
  return (
    <Notice tone="note" glyph="!" onClose={() => setClosed(former.why)}>
      Your earlier run of this lab is not gone on with: {afterColon(former.why)}{' '}
      <LinkButton onClick={download}>Download it</LinkButton>
    </Notice>
  );
}

function afterColon(sentence: string): string {
  return sentence.replace(/^(?:It|The) /, (word) => word.toLowerCase());
}

function saveFile(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
