import { type FormEvent, useEffect, useRef, useState } from 'react';
import { useLab } from '../lab/lab-context.ts';
import { TabStrip } from '../panels/TabStrip.tsx';
import type { ManifestProblem } from '../played-lab.ts';
import styles from './editor.module.css';
import { FileEditor } from './FileEditor.tsx';
import { faultOfName, isUnsaved } from './open-files.ts';
import type { FileHandle } from './text-editor.ts';
import { useFiles } from './use-files.ts';

export interface EditorPanelProps {
  readonly shown: boolean;
  readonly enabled: boolean;
  /** Runs a command in the terminal. */
  readonly onRun: (command: string) => void;
}

/** The learner's YAML files: edited, checked against the cluster's schema, applied. */
export function EditorPanel({ shown, enabled, onRun }: EditorPanelProps) {
  const { played, perform, announce } = useLab();
  const { files, change, add, save } = useFiles(played.files, shown);
  const [selected, setSelected] = useState<string>();
  /** Undefined: nobody has looked, or nobody could. */
  const [problems, setProblems] = useState<readonly ManifestProblem[]>();
  const editor = useRef<FileHandle>(null);
  const file = files.find(({ name }) => name === selected) ?? files[0];
  const text = file?.text;

  useEffect(() => {
    if (!shown || text === undefined) return undefined;
    let isWanted = true;
    const timer = window.setTimeout(async () => {
      const found = await played.findProblems(text).catch(() => undefined);
      if (!isWanted) return;
      setProblems(found);
      editor.current?.showProblems(found ?? []);
    }, 350);
    return () => {
      isWanted = false;
      clearTimeout(timer);
    };
  }, [played, shown, text]);

  const saveFile = () =>
    file
      ? perform(`${file.name} was not saved`, async () => {
          await save(file);
          announce(`${file.name} saved.`);
        })
      : Promise.resolve(false);
  const apply = async () => {
    if (file && enabled && (await saveFile())) onRun(`kubectl apply -f ${file.name}`);
  };
  const makeFile = (name: string) => {
    add(name);
    setSelected(name);
  };
  return (
    <div className={styles['panel']}>
      <div className={styles['bar']}>
        <TabStrip
          label="Files"
          tabs={files.map((one) => ({
            id: idOf(one.name),
            title: one.name,
            ...(isUnsaved(one) ? { mark: '● unsaved' } : {}),
          }))}
          selected={file && idOf(file.name)}
          onSelect={(id) => setSelected(files.find(({ name }) => idOf(name) === id)?.name)}
          small
        />
        <NewFile taken={files.map(({ name }) => name)} onName={makeFile} />
        <span className={styles['space']} />
        <button type="button" className={styles['quiet']} disabled={!file || !isUnsaved(file)} onClick={saveFile}>
          Save
        </button>
        <button type="button" className={styles['apply']} disabled={!file || !enabled} onClick={apply}>
          Apply
        </button>
      </div>
      {file ? (
        <div
          role="tabpanel"
          id={`${idOf(file.name)}-panel`}
          aria-labelledby={`${idOf(file.name)}-tab`}
          className={styles['file']}
        >
          <FileEditor
            key={file.name}
            file={file}
            problems={problems ?? []}
            editor={editor}
            onText={(next) => change(file.name, next)}
            onApply={apply}
            onSave={saveFile}
          />
          {problems ? (
            <Problems problems={problems} onChoose={({ from, to }) => editor.current?.select(from, to)} />
          ) : null}
        </div>
      ) : (
        <p className={styles['empty']}>There is no YAML file yet. Make one with “New file”.</p>
      )}
      <p className={styles['keys']}>Ctrl Enter applies. Esc, then Tab leaves the editor.</p>
    </div>
  );
}

function idOf(name: string): string {
  return `file-${name.replaceAll(/[^\w-]/g, '_')}`;
}

function NewFile({ taken, onName }: { readonly taken: readonly string[]; readonly onName: (name: string) => void }) {
  const [name, setName] = useState<string>();
  const [fault, setFault] = useState<string>();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const found = faultOfName(name ?? '', taken);
    setFault(found);
    if (found !== undefined) return;
    onName(name ?? '');
    setName(undefined);
  };
  if (name === undefined) {
    return (
      <button type="button" className={styles['quiet']} onClick={() => setName('pod.yaml')}>
        New file
      </button>
    );
  }
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- Escape, pressed in the field
    <form
      className={styles['new']}
      onSubmit={submit}
      onKeyDown={(event) => event.key === 'Escape' && setName(undefined)}
    >
      <label>
        <span className={styles['hidden']}>Name of the new file</span>
        <input
          // The learner has asked for this field a moment ago.
          ref={(input) => input?.focus()}
          value={name}
          aria-invalid={fault !== undefined}
          aria-describedby={fault === undefined ? undefined : 'new-file-fault'}
          onChange={(event) => setName(event.target.value)}
        />
      </label>
      <button type="submit" className={styles['quiet']}>
        Make
      </button>
      {fault === undefined ? null : (
        <span id="new-file-fault" role="alert" className={styles['fault']}>
          {fault}
        </span>
      )}
    </form>
  );
}

interface ProblemsProps {
  readonly problems: readonly ManifestProblem[];
  readonly onChoose: (problem: ManifestProblem) => void;
}

function Problems({ problems, onChoose }: ProblemsProps) {
  if (problems.length === 0) return <p className={styles['fine']}>✓ No problems found.</p>;
  return (
    <ol className={styles['problems']} aria-label="Problems">
      {problems.map((problem, index) => (
        <li key={index} data-severity={problem.severity}>
          <button type="button" onClick={() => onChoose(problem)}>
            <span className={styles['severity']}>{problem.severity === 'error' ? '✕ error' : '! warning'}</span>
            <span className={styles['place']}>line {problem.line}</span>
            <span>
              {problem.field === '' ? null : <code>{problem.field}</code>} {problem.message}
            </span>
          </button>
        </li>
      ))}
    </ol>
  );
}
