/** Outlines of a pea, around 0/0, as SVG path data. */

/** Beyond so many, notches would eat the rim: the number says the rest. */
export const mostNotches = 8;

/** A circle with a notch cut into its rim for each restart, clockwise from the top right. */
export function notchedCircle(radius: number, restarts: number): string {
  const notches = Math.min(restarts, mostNotches);
  if (notches === 0)
    return `M0 ${-radius}A${radius} ${radius} 0 1 1 0 ${radius}A${radius} ${radius} 0 1 1 0 ${-radius}Z`;
  const bite = radius * 0.3;
  const half = bite / radius;
  const angles = Array.from({ length: notches }, (_, i) => Math.PI / 5 + (i * 2 * Math.PI) / mostNotches);
  const parts = angles.map((angle, i) => {
    const from = point(radius, angle - half);
    const to = point(radius, angle + half);
    const gap =
      (i === 0 ? angle - (angles.at(-1) ?? angle) + 2 * Math.PI : angle - (angles[i - 1] ?? angle)) - 2 * half;
    const along = `A${radius} ${radius} 0 ${gap > Math.PI ? 1 : 0} 1 ${from}`;
    const into = `A${round(bite)} ${round(bite)} 0 0 0 ${to}`;
    return `${along}${into}`;
  });
  return `M${point(radius, (angles.at(-1) ?? 0) + half)}${parts.join('')}Z`;
}

/** The rim of a pea that waits to burst into life again. */
export function zigzagCircle(radius: number): string {
  const teeth = 12;
  const points = Array.from({ length: teeth * 2 }, (_, i) =>
    point(i % 2 === 0 ? radius : radius * 0.78, (i * Math.PI) / teeth),
  );
  return `M${points.join('L')}Z`;
}

/** A slice, from the top clockwise. @param share of the whole, between 0 and 1 */
export function slice(radius: number, share: number): string {
  const end = point(radius, share * 2 * Math.PI);
  return `M0 0L0 ${-radius}A${radius} ${radius} 0 ${share > 0.5 ? 1 : 0} 1 ${end}Z`;
}

/** At an angle from the top, clockwise. */
function point(radius: number, angle: number): string {
  return `${round(radius * Math.sin(angle))} ${round(-radius * Math.cos(angle))}`;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
