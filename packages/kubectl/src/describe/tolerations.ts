import type { Taint, Toleration } from 'kubernetes-types/core/v1';
import type { DescribeWriter } from './describe-writer.ts';

/** Writes `Tolerations:` or the like, one on each line, in order of keys. */
export function writeTolerations(writer: DescribeWriter, title: string, tolerations: readonly Toleration[]): void {
  if (tolerations.length === 0) writer.line(0, `${title}:\t<none>`);
  tolerations
    .toSorted((a, b) => ((a.key ?? '') < (b.key ?? '') ? -1 : 1))
    .forEach((toleration, index) => writer.line(0, `${index === 0 ? `${title}:` : ''}\t${tolerationText(toleration)}`));
}

function tolerationText({ key = '', value = '', effect = '', operator, tolerationSeconds }: Toleration): string {
  const taint = `${key}${value === '' ? '' : `=${value}`}${effect === '' ? '' : `:${effect}`}`;
  const exists = operator === 'Exists' && value === '' ? `${taint === '' ? '' : ' '}op=Exists` : '';
  return `${taint}${exists}${tolerationSeconds === undefined ? '' : ` for ${tolerationSeconds}s`}`;
}

/** Writes `Taints:`, one on each line. */
export function writeTaints(writer: DescribeWriter, taints: readonly Taint[]): void {
  if (taints.length === 0) writer.line(0, 'Taints:\t<none>');
  taints.forEach(({ key, value, effect }, index) => {
    writer.line(0, `${index === 0 ? 'Taints:' : ''}\t${key}${value ? `=${value}` : ''}:${effect}`);
  });
}
