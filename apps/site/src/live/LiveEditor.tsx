import { type ReactNode, useEffect, useRef, useState } from 'react';
import { LiveEditor as CodeEditor, LiveError, LivePreview, LiveProvider } from 'react-live';
import type { Demos } from '../island/demos.ts';
import { LiveDemo } from './LiveDemo.tsx';

export interface LiveEditorProps {
  readonly code: string;
  readonly onClose: () => void;
}

/** What the code may use. */
const scope = {
  BackOffExplorer: (props: Demos['BackOffExplorer']) => <LiveDemo name="BackOffExplorer" props={props} />,
  MiniCluster: (props: Demos['MiniCluster']) => <LiveDemo name="MiniCluster" props={props} />,
  PodTimeline: (props: Demos['PodTimeline']) => <LiveDemo name="PodTimeline" props={props} />,
  QosCalculator: (props: Demos['QosCalculator']) => <LiveDemo name="QosCalculator" props={props} />,
  RolloutStepper: (props: Demos['RolloutStepper']) => <LiveDemo name="RolloutStepper" props={props} />,
};

/** Colours come from the site's css, by the classes of the tokens. */
const theme = { plain: {}, styles: [] };

/** An editor with what its code makes, made anew while it is written. */
export function LiveEditor({ code, onClose }: LiveEditorProps): ReactNode {
  const box = useRef<HTMLDivElement>(null);
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    const editable = box.current?.querySelector<HTMLElement>('pre');
    editable?.setAttribute('role', 'textbox');
    // It is made editable twice; in between, this keeps the focus on it.
    editable?.setAttribute('tabindex', '0');
    editable?.setAttribute('aria-multiline', 'true');
    editable?.setAttribute('aria-label', 'Code');
    editable?.focus();
  }, [turn]);
  return (
    <LiveProvider key={turn} code={code} scope={scope} theme={theme} language="tsx" enableTypeScript>
      <div ref={box} className="code-block live-editor">
        {/* Tab leaves the editor, as it leaves any field. */}
        <CodeEditor tabMode="focus" className="code" />
      </div>
      <p className="live-code-row">
        <button type="button" className="button quiet" onClick={() => setTurn(turn + 1)}>
          Reset
        </button>
        <button type="button" className="button quiet" onClick={onClose}>
          Close the editor
        </button>
      </p>
      <div role="status">
        <LiveError className="live-error" />
      </div>
      <LivePreview />
    </LiveProvider>
  );
}
