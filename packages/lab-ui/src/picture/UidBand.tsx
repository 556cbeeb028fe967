import { stripeMarks, type StripeMark } from '@podlab/grader/timeline';

const markWidth = 6;
const gap = 2;
export const bandWidth = 4 * markWidth + 3 * gap;

const hues = ['--pod-id-blue', '--pod-id-magenta', '--pod-id-cyan', '--pod-id-ochre'] as const;

/** The four marks of a UID, as a group with its top left corner at 0/0: for drawings that place it themselves. */
export function UidMarks({ uid, height }: { readonly uid: string; readonly height: number }) {
  return stripeMarks(uid).map((mark, i) => (
    // Four marks, always in this order.
    <g key={i} transform={`translate(${i * (markWidth + gap)} 0)`} fill={`var(${hues[mark.hue]})`}>
      {drawMark(mark, height)}
    </g>
  ));
}

/** The band alone, for text: rows of a timeline, endpoints of a Service. It says nothing to a screen reader: write the UID. */
export function UidBand({ uid, height = 16 }: { readonly uid: string; readonly height?: number }) {
  return (
    <svg width={bandWidth} height={height} viewBox={`0 0 ${bandWidth} ${height}`} aria-hidden="true" focusable="false">
      <UidMarks uid={uid} height={height} />
    </svg>
  );
}

function drawMark({ pattern }: StripeMark, height: number) {
  switch (pattern) {
    case 0:
      return <rect width={markWidth} height={height} />;
    case 1:
      return <path d={dashes(height)} />;
    case 2:
      return <path d={dots(height)} />;
    default:
      return <path d={slashes(height)} />;
  }
}

/** As many pieces as fill the height evenly, each followed by a gap but the last. */
function pieces(height: number, size: number, space: number): readonly number[] {
  const count = Math.max(2, Math.round((height + space) / (size + space)));
  const step = (height - size) / (count - 1);
  return Array.from({ length: count }, (_, i) => Math.round(i * step * 100) / 100);
}

function dashes(height: number): string {
  return pieces(height, 5, 4)
    .map((y) => `M0 ${y}h${markWidth}v5h-${markWidth}z`)
    .join('');
}

function dots(height: number): string {
  return pieces(height, 4, 2.6)
    .map((y) => `M1 ${y + 2}a2 2 0 1 1 4 0a2 2 0 1 1 -4 0z`)
    .join('');
}

function slashes(height: number): string {
  return pieces(height, 6.5, 0.1)
    .map((y) => `M0 ${y + 6.5}L0 ${y + 3.5}L${markWidth} ${y}L${markWidth} ${y + 3}z`)
    .join('');
}
