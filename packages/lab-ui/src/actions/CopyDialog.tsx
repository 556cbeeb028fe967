import { type ReactNode, useRef, useState } from 'react';
import { useLab } from '../lab/lab-context.ts';
import styles from './actions.module.css';
import { LabDialog } from './LabDialog.tsx';

export interface Copyable {
  readonly title: string;
  readonly about: ReactNode;
  readonly text: string;
}

/** Text to take along. Without a clipboard (a page over plain HTTP) it is selected, for Ctrl-C. */
export function CopyDialog({ title, about, text, onClose }: Copyable & { readonly onClose: () => void }) {
  const { announce } = useLab();
  const [said, setSaid] = useState('');
  const area = useRef<HTMLTextAreaElement>(null);
  const say = (sentence: string) => {
    setSaid(sentence);
    announce(sentence);
  };
  const copy = async () => {
    const copied = await copyText(text);
    if (copied) return say('Copied.');
    area.current?.focus();
    area.current?.select();
    say('This page may not use the clipboard. The text is selected: press Ctrl-C.');
  };
  return (
    <LabDialog
      title={title}
      onClose={onClose}
      actions={
        <button type="button" className={styles['primary']} onClick={copy}>
          Copy
        </button>
      }
    >
      <p>{about}</p>
      <textarea ref={area} readOnly value={text} rows={Math.min(12, text.split('\n').length + 1)} aria-label={title} />
      <p className={styles['said']}>{said}</p>
    </LabDialog>
  );
}

async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
