import { type KeyboardEvent, type RefObject, useEffect, useImperativeHandle, useRef, useState } from 'react';
import { useLab } from '../lab/lab-context.ts';
import { useLatest } from '../lab/use-latest.ts';
import type { ManifestProblem } from '../played-lab.ts';
import styles from './editor.module.css';
import { loadCodeMirror } from './load-code-mirror.ts';
import type { OpenFile } from './open-files.ts';
import type { FileHandle, TextEditor } from './text-editor.ts';

export interface FileEditorProps {
  readonly file: OpenFile;
  readonly problems: readonly ManifestProblem[];
  /** Put here for whoever moves the cursor. */
  readonly editor: RefObject<FileHandle | null>;
  readonly onText: (text: string) => void;
  readonly onApply: () => void;
  readonly onSave: () => void;
}

/** A text field at once; CodeMirror in its place when that has come, with the text and the selection as they are. */
export function FileEditor({ file, problems, editor, onText, onApply, onSave }: FileEditorProps) {
  const { played } = useLab();
  const area = useRef<HTMLTextAreaElement>(null);
  const box = useRef<HTMLDivElement>(null);
  const [isSwapped, setIsSwapped] = useState(false);
  const hadFocus = useRef(false);
  const current = useLatest({ problems, onText, onApply, onSave });
  const inside = useRef<TextEditor>(undefined);
  const label = `${file.name}, YAML`;

  useImperativeHandle(editor, () => ({
    showProblems: (found) => inside.current?.showProblems(found),
    select: (from, to) => (inside.current ?? plainEditor(area.current)).select(from, to),
  }));
  useEffect(() => {
    let isGone = false;
    let made: TextEditor | undefined;
    const swap = async () => {
      const { createCodeMirror } = await loadCodeMirror();
      const field = area.current;
      if (isGone || !box.current || !field) return;
      hadFocus.current = document.activeElement === field;
      made = createCodeMirror(box.current, {
        text: field.value,
        selection: { from: field.selectionStart, to: field.selectionEnd },
        label,
        onText: (text) => current.current.onText(text),
        onApply: () => current.current.onApply(),
        onSave: () => current.current.onSave(),
        completeField: (text, offset) => played.completeField(text, offset),
      });
      inside.current = made;
      made.showProblems(current.current.problems);
      setIsSwapped(true);
    };
    // Without it the text field stays, and works.
    void swap().catch(() => undefined);
    return () => {
      isGone = true;
      made?.destroy();
      inside.current = undefined;
    };
  }, [played, label, current]);
  useEffect(() => {
    if (!isSwapped) return;
    inside.current?.setText(file.text);
    if (hadFocus.current) inside.current?.focus();
    hadFocus.current = false;
  }, [isSwapped, file.text]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (!event.ctrlKey && !event.metaKey) return;
    if (event.key === 'Enter') onApply();
    else if (event.key === 's') onSave();
    else return;
    event.preventDefault();
  };
  return (
    <div className={styles['edit']}>
      {isSwapped ? null : (
        <textarea
          ref={area}
          className={styles['area']}
          value={file.text}
          aria-label={label}
          spellCheck={false}
          autoCapitalize="off"
          onChange={(event) => onText(event.target.value)}
          onKeyDown={onKeyDown}
        />
      )}
      <div ref={box} className={styles['mirror']} hidden={!isSwapped} />
    </div>
  );
}

/** The text field, before CodeMirror is there. */
function plainEditor(area: HTMLTextAreaElement | null): Pick<TextEditor, 'select'> {
  return {
    select(from, to) {
      area?.focus();
      area?.setSelectionRange(from, to);
    },
  };
}
