import { PodDrawing, type PodPicture } from '@podlab/lab-ui';
import type { ReactNode } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';

export interface SharedPage {
  /** Below the base URL, such as `concepts/probes/`. */
  readonly path: string;
  readonly title: string;
}

const width = 1200;
const height = 630;
const left = 84;

/** The picture of a page for links to it elsewhere: its title, and three Pods whose marks are this page's own. */
export function sharePicture({ path, title }: SharedPage, uids: readonly string[]): string {
  const lines = wrap(title, 25);
  const size = lines.length > 2 ? 68 : 84;
  return renderToStaticMarkup(
    <svg xmlns="http://www.w3.org/2000/svg" width={width} height={height} viewBox={`0 0 ${width} ${height}`}>
      <rect width={width} height={height} fill="var(--pod-paper)" />
      <Mark x={left} y={72} scale={1.5} />
      <text x={left + 68} y={98} fontFamily="var(--pod-text)" fontSize="32" fill="var(--pod-ink)">
        Podlab
      </text>
      {kindOf(path) !== undefined && (
        <text
          x={width - left}
          y={98}
          textAnchor="end"
          fontFamily="var(--pod-text)"
          fontSize="28"
          fill="var(--pod-muted)"
        >
          {kindOf(path)}
        </text>
      )}
      <g fontFamily="var(--pod-text)" fontSize={size} letterSpacing="-1.5" fill="var(--pod-ink)">
        {lines.map((line, index) => (
          <text key={line} x={left} y={216 + index * size * 1.12}>
            {line}
          </text>
        ))}
      </g>
      {uids.map((uid, index) => (
        <g key={uid} transform={`translate(${left + index * 348} 448)`}>
          <g transform="scale(2.5)">
            <PodDrawing pod={pod(uid, index === 1 ? 1 : 0)} />
          </g>
          <text x={4} y={150} fontFamily="var(--pod-code)" fontSize="24" fill="var(--pod-muted)">
            {uid.slice(0, 5)}
          </text>
        </g>
      ))}
    </svg>,
  );
}

/** The mark alone, on paper, with room for a round mask. */
export function icon(): string {
  return renderToStaticMarkup(
    <svg xmlns="http://www.w3.org/2000/svg" width="64" height="64" viewBox="0 0 64 64">
      <rect width="64" height="64" fill="var(--pod-paper)" />
      <Mark x={8.2} y={18} scale={1.4} />
    </svg>,
  );
}

/** A pod with two peas: the mark of components/Brand.tsx. */
function Mark({ x, y, scale }: { readonly x: number; readonly y: number; readonly scale: number }): ReactNode {
  return (
    <g transform={`translate(${x} ${y}) scale(${scale})`}>
      <rect x="1" y="1" width="32" height="18" rx="9" fill="none" stroke="var(--pod-pea)" strokeWidth="2" />
      <circle cx="11.5" cy="10" r="4.5" fill="var(--pod-pea)" />
      <circle cx="22.5" cy="10" r="4.5" fill="var(--pod-pea)" />
    </g>
  );
}

function kindOf(path: string): string | undefined {
  if (path.startsWith('concepts/') && path !== 'concepts/') return 'Concept';
  return path.startsWith('labs/') && path !== 'labs/' ? 'Lab' : undefined;
}

function wrap(text: string, most: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < most) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

function pod(uid: string, restarts: number): PodPicture {
  const container = { kind: 'container', state: 'ready', reason: undefined, backOff: undefined } as const;
  return {
    namespace: 'default',
    name: 'web',
    uid,
    createdMs: 0,
    status: 'Running',
    look: 'ready',
    ready: 2,
    total: 2,
    restarts,
    containers: [
      { ...container, name: 'app', restarts, exitCode: restarts > 0 ? 1 : undefined },
      { ...container, name: 'helper', kind: 'sidecar', restarts: 0, exitCode: undefined },
    ],
    owner: undefined,
    ip: undefined,
    reason: undefined,
    terminating: undefined,
  };
}
