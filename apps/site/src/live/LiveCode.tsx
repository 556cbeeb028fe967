import { type ComponentType, type ReactNode, useState } from 'react';
import { Code } from '../components/Code.tsx';
import type { LiveEditorProps } from './LiveEditor.tsx';

export interface LiveCodeProps {
  readonly code: string;
  /** What the code makes, as the page was written. */
  readonly children: ReactNode;
}

/** A `tsx live` fence: the code and what it makes; the editor is loaded when the reader asks for it. */
export function LiveCode({ code, children }: LiveCodeProps): ReactNode {
  const [editor, setEditor] = useState<{ readonly Editor: ComponentType<LiveEditorProps> }>();
  const [said, setSaid] = useState('');
  const edit = async () => {
    setSaid('The editor is being loaded …');
    try {
      const { LiveEditor } = await import('./LiveEditor.tsx');
      setEditor({ Editor: LiveEditor });
    } catch {
      setSaid('The editor could not be loaded. Look at the connection, then press again.');
    }
  };
  return (
    <div className="live-code">
      {editor === undefined ? (
        <>
          <figure className="code-block" data-language="tsx">
            <Code code={code} language="tsx" />
          </figure>
          <p className="live-code-row">
            <button type="button" className="button quiet" onClick={() => void edit()}>
              Edit and run
            </button>
            <span role="status">{said}</span>
          </p>
          {children}
        </>
      ) : (
        <editor.Editor code={code} onClose={() => setEditor(undefined)} />
      )}
    </div>
  );
}
