import { type KeyboardEvent, type RefObject, useEffect, useRef, useState } from 'react';
import { useLab } from '../lab/lab-context.ts';
import type { ManifestProblem } from '../played-lab.ts';
import styles from './editor.module.css';
import type { OpenFile } from './open-files.ts';
import type { TextEditor } from './text-editor.ts';

export interface FileEditorProps {
  readonly file: OpenFile;
  readonly problems: readonly ManifestProblem[];
  /** Put here for whoever moves the cursor. */
  readonly editor: RefObject<TextEditor | undefined>;
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
  const current = useRef({ file, problems, onText, onApply, onSave });
  current.current = { file, problems, onText, onApply, onSave };
  const label = `${file.name}, YAML`;

  useEffect(() => {
    let isGone = false;
    let made: TextEditor | undefined;
    editor.current = area.current ? plainEditor(area.current) : undefined;
    const swap = async () => {
      const { createCodeMirror } = await import('./code-mirror.ts');
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
      editor.current = made;
      made.showProblems(current.current.problems);
      setIsSwapped(true);
    };
    // Without it the text field stays, and works.
    void swap().catch(() => undefined);
    return () => {
      isGone = true;
      made?.destroy();
      editor.current = undefined;
    };
  }, [played, editor, label]);
  useEffect(() => {
    if (!isSwapped) return;
    editor.current?.setText(file.text);
    if (hadFocus.current) editor.current?.focus();
    hadFocus.current = false;
  }, [isSwapped, editor, file.text]);

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

function plainEditor(area: HTMLTextAreaElement): TextEditor {
  return {
    setText: () => undefined,
    showProblems: () => undefined,
    select(from, to) {
      area.focus();
      area.setSelectionRange(from, to);
    },
    focus: () => area.focus(),
    destroy: () => undefined,
  };
}
