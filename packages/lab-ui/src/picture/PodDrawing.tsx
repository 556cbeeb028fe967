import { useId } from 'react';
import type { ContainerPicture, PodPicture, Span } from './cluster-picture.ts';
import { Pea, peaRadius } from './Pea.tsx';
import { bandWidth, UidMarks } from './UidBand.tsx';

const height = 44;
/** The capsule stands so far inside, which is the room for its outline. */
const inset = 2;
const bandLeft = 17;
const peasLeft = bandLeft + bandWidth + 9;
const peaGap = 6;
const peasRight = 13;

export interface PodDrawingProps {
  readonly pod: PodPicture;
  /** The cluster's time, for what runs out; milliseconds since the Unix epoch. Default: nothing runs out. */
  readonly nowMs?: number;
}

/**
 * A Pod as a pea pod: a capsule with the four marks of its UID and a pea for each container. It is a picture only: write
 * the Pod's name and STATUS beside it.
 */
export function PodDrawing({ pod, nowMs }: PodDrawingProps) {
  const hatch = useId();
  const peas = placePeas(pod.containers);
  const width = peas.right + peasRight;
  const leaving = pod.terminating !== undefined;
  const outline = capsule(width);
  const isDashed = pod.look === 'pending';
  return (
    <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} aria-hidden="true" focusable="false">
      <path d={outline} fill="var(--pod-paper)" />
      {leaving ? (
        <>
          <pattern id={hatch} width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
            <path d="M0 0V7" stroke="var(--pod-muted)" strokeWidth="2.4" opacity="0.55" />
          </pattern>
          <path d={outline} fill={`url(#${hatch})`} />
        </>
      ) : null}
      <g transform={`translate(${bandLeft} ${inset + 1})`}>
        <UidMarks uid={pod.uid} height={height - 2 * inset - 2} />
      </g>
      <path
        d={outline}
        fill="none"
        stroke={outlineOf[pod.look] ?? 'var(--pod-ink)'}
        strokeWidth={leaving ? 1.25 : 1.6}
        strokeDasharray={isDashed ? '5 4' : undefined}
      />
      {leaving && pod.terminating ? (
        <path
          d={outline}
          fill="none"
          stroke="var(--pod-muted)"
          strokeWidth="3.5"
          pathLength="1"
          strokeDasharray={`${shareLeft(pod.terminating, nowMs)} 1`}
        />
      ) : null}
      {peas.placed.map(({ container, x }) => (
        <g key={`${container.kind} ${container.name}`} transform={`translate(${x} ${height / 2})`}>
          <Pea
            container={container}
            leaving={leaving}
            backOffLeft={container.backOff ? shareLeft(container.backOff, nowMs) : undefined}
          />
        </g>
      ))}
    </svg>
  );
}

const outlineOf: Partial<Record<PodPicture['look'], string>> = {
  pending: 'var(--pod-muted)',
  failed: 'var(--pod-red)',
  terminating: 'var(--pod-muted)',
};

/** From the middle of its upper side clockwise, so that what runs out along it does so like a clock's hand. */
function capsule(width: number): string {
  const radius = height / 2 - inset;
  const right = width - inset - radius;
  const left = inset + radius;
  const arc = `A${radius} ${radius} 0 0 1`;
  return `M${width / 2} ${inset}H${right}${arc} ${right} ${height - inset}H${left}${arc} ${left} ${inset}Z`;
}

/** In hundredths, so that a tick of the clock that changes nothing visible changes nothing. */
function shareLeft({ fromMs, untilMs }: Span, nowMs = fromMs): number {
  if (untilMs <= fromMs) return 0;
  return Math.round(Math.min(1, Math.max(0, (untilMs - nowMs) / (untilMs - fromMs))) * 100) / 100;
}

function placePeas(containers: readonly ContainerPicture[]) {
  let right = peasLeft;
  const placed = containers.map((container, i) => {
    const radius = peaRadius[container.kind];
    const x = right + (i === 0 ? 0 : peaGap) + radius;
    right = x + radius;
    return { container, x };
  });
  return { placed, right };
}
