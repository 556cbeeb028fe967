import { type ReactNode, useContext, useMemo, useRef, useState } from 'react';
import { ClusterPictureView } from '../picture/ClusterPictureView.tsx';
import { decodeRecording, type RecordingData, type RunCommand, type RunScript } from '../recording/recording.ts';
import { timelineOfPictures } from '../timeline/timeline-of-pictures.ts';
import { TimelineView } from '../timeline/TimelineView.tsx';
import { DemoButton } from './DemoButton.tsx';
import { DemoFrame } from './DemoFrame.tsx';
import styles from './MiniCluster.module.css';
import unseen from '../look/unseen.module.css';
import { MiniClusterEngineContext } from './mini-cluster-engine.ts';
import { useNarration } from './use-narration.ts';
import { usePlayer } from './use-player.ts';

export interface MiniClusterProps {
  /** What is applied; default: what the recording ran. */
  readonly yaml?: string;
  /** kubectl commands at seconds after it. */
  readonly run?: readonly RunCommand[];
  /** How long the run lasts; seconds. */
  readonly seconds?: number;
  /** A run of an embedded cluster that was recorded when the page was built. */
  readonly recording?: RecordingData;
  /** 1 is real time; default 4. */
  readonly speed?: number;
  readonly title?: string;
}

/** A cluster in the page: a recorded run to play, to step through and to look back in; run anew where there is an engine. */
export function MiniCluster({ yaml, run, seconds, recording, speed = 4, title = 'A cluster' }: MiniClusterProps) {
  const engine = useContext(MiniClusterEngineContext);
  const [live, setLive] = useState<RecordingData>();
  const [running, setRunning] = useState(false);
  const [fault, setFault] = useState<string>();
  const aborting = useRef<AbortController>(undefined);
  const commands = run ?? recording?.script.commands;
  const script: RunScript = {
    ...recording?.script,
    yaml: yaml ?? recording?.script.yaml ?? '',
    ...(commands && { commands }),
    ...(seconds !== undefined && { seconds }),
  };
  const shown = [live, recording].find((data) => data !== undefined && isOf(data.script, script));
  const runLive = async () => {
    if (!engine) return;
    aborting.current?.abort();
    const { signal } = (aborting.current = new AbortController());
    setRunning(true);
    setFault(undefined);
    try {
      const data = await engine.record(script, { signal });
      if (!signal.aborted) setLive(data);
    } catch (error) {
      if (!signal.aborted) setFault(error instanceof Error ? error.message : String(error));
    } finally {
      if (!signal.aborted) setRunning(false);
    }
  };
  const runButton = engine ? (
    <DemoButton strong={!shown} disabled={running} onClick={() => void runLive()}>
      {running ? 'Running…' : shown === live && live ? 'Run it again' : 'Run it live'}
    </DemoButton>
  ) : null;
  return (
    <DemoFrame title={title}>
      {shown ? (
        <RecordedRun key={shown === live ? 'live' : 'recorded'} data={shown} speed={speed} beside={runButton} />
      ) : (
        <div className={styles.unrun}>
          <p>{engine ? 'This manifest has not run yet.' : 'No run of this manifest was recorded.'}</p>
          {runButton}
        </div>
      )}
      {fault === undefined ? null : (
        <p role="alert" className={styles.fault}>
          {fault}
        </p>
      )}
      <details className={styles.manifest}>
        <summary>Manifest</summary>
        <pre>
          <code>{manifestsOf(script)}</code>
        </pre>
      </details>
    </DemoFrame>
  );
}

function RecordedRun({
  data,
  speed,
  beside,
}: {
  readonly data: RecordingData;
  readonly speed: number;
  readonly beside: ReactNode;
}) {
  const recording = useMemo(() => decodeRecording(data), [data]);
  const timeline = useMemo(() => timelineOfPictures(recording.frames, recording.untilMs), [recording]);
  const player = usePlayer(timeline.fromMs, timeline.toMs, speed);
  const picture = recording.frames.findLast(({ atMs }) => atMs <= player.atMs) ?? recording.frames[0];
  const narration = useNarration(picture, player.playing);
  // By whole seconds, so that what runs out is drawn once a second.
  const second = Math.floor(player.atMs / 1000) * 1000;
  if (!picture) return null;
  return (
    <>
      <div className={styles.controls}>
        <DemoButton strong onClick={player.toggle}>
          {player.playing ? 'Pause' : 'Play'}
        </DemoButton>
        {beside}
        <span className={styles.speed}>{speed === 1 ? 'in real time' : `${speed} times as fast as it was`}</span>
      </div>
      <ol className={styles.commands}>
        {recording.commands.map(({ atMs, line }) => (
          <li key={`${atMs} ${line}`} data-now={atMs <= player.atMs ? '' : undefined}>
            <button type="button" onClick={() => player.seek(atMs)}>
              <span aria-hidden="true">$ </span>
              {line}
            </button>
          </li>
        ))}
      </ol>
      <ClusterPictureView picture={picture} nowMs={Math.max(second, picture.atMs)} />
      <div className={styles.timeline}>
        <TimelineView timeline={timeline} atMs={player.atMs} onScrub={player.seek} onTogglePause={player.toggle} />
      </div>
      <p role="status" className={unseen.text}>
        {narration}
      </p>
    </>
  );
}

function manifestsOf({ yaml, files = {} }: RunScript): string {
  const texts = [yaml, ...Object.entries(files).map(([name, text]) => `# ${name}\n${text}`)];
  return texts
    .filter((text) => text !== '')
    .map((text) => text.trimEnd())
    .join('\n---\n');
}

function isOf(recorded: RunScript, script: RunScript): boolean {
  return JSON.stringify({ ...recorded }) === JSON.stringify({ ...recorded, ...script });
}
