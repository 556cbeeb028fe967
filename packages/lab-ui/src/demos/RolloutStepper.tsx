import { type KeyboardEvent, useState } from 'react';
import type { OwnerPicture, PodPicture } from '../picture/cluster-picture.ts';
import { PodThread } from '../picture/PodThread.tsx';
import { DemoButton } from './DemoButton.tsx';
import { DemoFrame, SliderField, TextField } from './DemoFrame.tsx';
import { planRollout, type RolloutStep } from './rollout-steps.ts';
import styles from './RolloutStepper.module.css';
import unseen from '../look/unseen.module.css';
import { uidFor } from './uid-for.ts';

export interface RolloutStepperProps {
  /** Default 3. */
  readonly replicas?: number;
  /** Default `25%`, as the API server's. */
  readonly maxSurge?: number | string;
  readonly maxUnavailable?: number | string;
  /** Seconds until a new Pod is ready; default 5. */
  readonly readySeconds?: number;
}

const mostReplicas = 10;

/** A rolling update, one decision of the Deployment controller after the other. */
export function RolloutStepper({
  replicas = 3,
  maxSurge = '25%',
  maxUnavailable = '25%',
  readySeconds = 5,
}: RolloutStepperProps) {
  const [size, setSize] = useState(replicas);
  const [surge, setSurge] = useState(String(maxSurge));
  const [unavailable, setUnavailable] = useState(String(maxUnavailable));
  const [at, setAt] = useState(0);
  const isFaulty = amountFault(surge) !== undefined || amountFault(unavailable) !== undefined;
  const rollout = planRollout({
    replicas: size,
    maxSurge: isFaulty ? '25%' : amountOf(surge),
    maxUnavailable: isFaulty ? '25%' : amountOf(unavailable),
    readySeconds,
  });
  const last = rollout.steps.length - 1;
  const here = Math.min(at, last);
  const step = rollout.steps[here];
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target instanceof HTMLInputElement || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key !== ',' && event.key !== '.') return;
    event.preventDefault();
    setAt(Math.min(last, Math.max(0, here + (event.key === '.' ? 1 : -1))));
  };
  if (!step) return null;
  return (
    <DemoFrame
      title="A rolling update, step by step"
      controls={
        <>
          <SliderField
            label="replicas"
            says={String(size)}
            value={size}
            min={1}
            max={mostReplicas}
            onChange={setSize}
          />
          <TextField label="maxSurge" value={surge} fault={amountFault(surge)} onChange={setSurge} />
          <TextField
            label="maxUnavailable"
            value={unavailable}
            fault={amountFault(unavailable)}
            onChange={setUnavailable}
          />
        </>
      }
    >
      {/* The keys belong to the buttons inside. */}
      <div role="presentation" onKeyDown={onKeyDown}>
        <div className={styles.steps}>
          <DemoButton label="The step before" disabled={here === 0} onClick={() => setAt(here - 1)}>
            ‹
          </DemoButton>
          <DemoButton label="The next step" strong disabled={here === last} onClick={() => setAt(here + 1)}>
            Next step ›
          </DemoButton>
          <span className={styles.count}>
            {here + 1} of {last + 1}, after {step.atSeconds} s
          </span>
        </div>
        <p className={styles.says} role="status">
          {step.says}. <span className={unseen.text}>{sayPods(step)}</span>
        </p>
        <div className={styles.pods} aria-hidden="true">
          <Pods revision="old" ready={step.old} starting={0} wanted={step.old} />
          <Pods
            revision="new"
            ready={step.newReady}
            starting={step.newStarting}
            wanted={step.newReady + step.newStarting}
          />
        </div>
        <p className={styles.bounds}>
          Ready now: <b>{step.old + step.newReady}</b>, never fewer than {rollout.leastAvailable}. In all:{' '}
          <b>{step.old + step.newReady + step.newStarting}</b>, never more than {rollout.mostPods}.
        </p>
      </div>
    </DemoFrame>
  );
}

function Pods({
  revision,
  ready,
  starting,
  wanted,
}: {
  readonly revision: 'old' | 'new';
  readonly ready: number;
  readonly starting: number;
  readonly wanted: number;
}) {
  const owner: OwnerPicture = {
    kind: 'ReplicaSet',
    namespace: 'default',
    name: `web-${revision}`,
    uid: revision,
    owner: undefined,
    wanted,
  };
  const pods = Array.from({ length: ready + starting }, (_, i) => aPod(owner, i, i < ready));
  const present = new Set(pods.map(({ uid }) => uid));
  return (
    <div className={styles.revision}>
      {pods.length === 0 ? <p className={styles.none}>ReplicaSet web-{revision} has no Pods</p> : null}
      <PodThread owner={owner} pods={pods} context={{ present, nowMs: 0, marked: undefined, onOpen: undefined }} />
    </div>
  );
}

function aPod(owner: OwnerPicture, place: number, isReady: boolean): PodPicture {
  const name = `${owner.name}-${place + 1}`;
  return {
    namespace: 'default',
    name,
    uid: uidFor(name),
    createdMs: 0,
    status: isReady ? 'Running' : 'ContainerCreating',
    look: isReady ? 'ready' : 'creating',
    ready: isReady ? 1 : 0,
    total: 1,
    restarts: 0,
    containers: [
      {
        name: 'app',
        kind: 'container',
        state: isReady ? 'ready' : 'creating',
        reason: undefined,
        exitCode: undefined,
        restarts: 0,
        backOff: undefined,
      },
    ],
    owner: owner.uid,
    ip: undefined,
    reason: undefined,
    terminating: undefined,
  };
}

function sayPods({ old, newReady, newStarting }: RolloutStep): string {
  return `${old} old Pods, ${newReady} new ones ready, ${newStarting} starting.`;
}

/** As the API server takes it: a whole number, or a percentage. */
function amountFault(text: string): string | undefined {
  return /^\d+%?$/.test(text.trim()) ? undefined : 'a whole number such as 1, or a percentage such as 25%';
}

function amountOf(text: string): number | string {
  return text.trim().endsWith('%') ? text.trim() : Number(text.trim());
}
