import { memo, useState } from 'react';
import type { ContainerPicture } from './cluster-picture.ts';
import styles from './Pea.module.css';
import { notchedCircle, slice, zigzagCircle } from './pea-paths.ts';

/** Radius by what the container is for: the app's peas are the large ones. */
export const peaRadius: Readonly<Record<ContainerPicture['kind'], number>> = {
  container: 11,
  sidecar: 9.5,
  init: 8,
  ephemeral: 8,
};

export interface PeaProps {
  readonly container: ContainerPicture;
  /** Its Pod is on its way out. */
  readonly leaving: boolean;
  /** How much of the back-off is left, between 0 and 1; undefined: it waits for nothing, or nobody knows how long. */
  readonly backOffLeft: number | undefined;
}

/** One container, around 0/0. A restart pops it: it regrows with one notch more. */
export const Pea = memo(function Pea({ container, leaving, backOffLeft }: PeaProps) {
  const [first] = useState(container.restarts);
  const popped = container.restarts !== first;
  return (
    <g key={container.restarts} className={popped ? styles.popped : undefined}>
      {drawPea(container, leaving)}
      {backOffLeft === undefined ? null : (
        <circle
          className={styles.countdown}
          r={peaRadius[container.kind] + 3.5}
          fill="none"
          stroke="var(--pod-red)"
          strokeWidth="2.5"
          pathLength="1"
          strokeDasharray={`${backOffLeft} 1`}
          transform="rotate(-90)"
        />
      )}
    </g>
  );
});

function drawPea(container: ContainerPicture, leaving: boolean) {
  const radius = peaRadius[container.kind];
  const number = <Restarts container={container} colour="currentColor" />;
  switch (container.state) {
    case 'ready': {
      const colour = leaving ? 'var(--pod-muted)' : 'var(--pod-pea)';
      return (
        <>
          <path d={notchedCircle(radius, container.restarts)} fill={colour} />
          {container.restarts === 0 ? (
            <circle cx={-radius * 0.34} cy={-radius * 0.36} r={radius * 0.2} fill="#fff" opacity="0.6" />
          ) : (
            <Restarts container={container} colour="var(--pod-paper)" />
          )}
        </>
      );
    }
    case 'running': {
      const colour = leaving ? 'var(--pod-muted)' : 'var(--pod-amber)';
      return (
        <g color={colour}>
          <path d={notchedCircle(radius - 1.5, container.restarts)} fill="none" stroke={colour} strokeWidth="3" />
          {number}
        </g>
      );
    }
    case 'waiting':
      return <Dashed radius={radius} colour="var(--pod-muted)" />;
    case 'creating':
      return (
        <>
          <Dashed radius={radius} colour="var(--pod-violet)" />
          <path d={slice(radius - 3.2, 0.4)} fill="var(--pod-violet)" />
        </>
      );
    case 'blocked':
      return (
        <>
          <Dashed radius={radius} colour="var(--pod-red)" />
          <path
            d={`M0 ${-radius * 0.5}V${radius * 0.12}M0 ${radius * 0.5}v0.01`}
            stroke="var(--pod-red)"
            strokeWidth="2.5"
            strokeLinecap="round"
          />
        </>
      );
    case 'waiting-to-restart':
      return (
        <g color="var(--pod-red)">
          <path
            d={zigzagCircle(radius)}
            fill="var(--pod-paper)"
            stroke="var(--pod-red)"
            strokeWidth="1.75"
            strokeLinejoin="round"
          />
          {number}
        </g>
      );
    case 'completed':
      return (
        <g fill="none" stroke="var(--pod-pea)" strokeWidth="1.5">
          <path d={notchedCircle(radius - 0.75, container.restarts)} />
          {radius < 10 ? null : <path d={notchedCircle(radius - 3.5, 0)} />}
          <path
            d={`M${-radius * 0.3} ${radius * 0.02}l${radius * 0.22} ${radius * 0.24}l${radius * 0.4} ${-radius * 0.48}`}
            strokeWidth="2"
            strokeLinecap="round"
            strokeLinejoin="round"
          />
        </g>
      );
    case 'failed': {
      const arm = radius * 0.38;
      return (
        <g fill="none" stroke="var(--pod-red)" strokeWidth="2" strokeLinecap="round">
          <path d={notchedCircle(radius - 1, container.restarts)} />
          <path d={`M${-arm} ${-arm}L${arm} ${arm}M${arm} ${-arm}L${-arm} ${arm}`} strokeWidth="2.5" />
        </g>
      );
    }
  }
}

function Dashed({ radius, colour }: { readonly radius: number; readonly colour: string }) {
  const around = 2 * Math.PI * (radius - 0.8);
  const dash = around / (Math.round(around / 6) * 2);
  return (
    <circle
      r={radius - 0.8}
      fill="none"
      stroke={colour}
      strokeWidth="1.6"
      strokeDasharray={`${dash.toFixed(2)} ${dash.toFixed(2)}`}
    />
  );
}

function Restarts({ container, colour }: { readonly container: ContainerPicture; readonly colour: string }) {
  if (container.restarts === 0) return null;
  const size = peaRadius[container.kind] * (container.restarts > 9 ? 0.95 : 1.1);
  return (
    <text
      y={size * 0.35}
      textAnchor="middle"
      fontSize={size.toFixed(1)}
      fontWeight="750"
      fontFamily="var(--pod-text)"
      fill={colour}
    >
      {container.restarts}
    </text>
  );
}
