import type { FieldHint, ManifestProblem } from '../played-lab.ts';

/** What a file is edited in: CodeMirror, once it is there. */
export interface TextEditor {
  /** Somebody else has changed the file. */
  setText(text: string): void;
  showProblems(problems: readonly ManifestProblem[]): void;
  /** Moves the cursor there, and the focus with it. Offsets in the text. */
  select(from: number, to: number): void;
  focus(): void;
  destroy(): void;
}

/** What others do with the file that is open. */
export type FileHandle = Pick<TextEditor, 'showProblems' | 'select'>;

export interface TextEditorOptions {
  readonly text: string;
  readonly selection: { readonly from: number; readonly to: number };
  /** For a screen reader. */
  readonly label: string;
  readonly onText: (text: string) => void;
  readonly onApply: () => void;
  readonly onSave: () => void;
  readonly completeField: (text: string, offset: number) => Promise<readonly FieldHint[]>;
}
