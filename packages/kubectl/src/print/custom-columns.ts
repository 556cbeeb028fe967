import { goValueText } from '@podlab/apimachinery';
import { usageError } from '../cli/kubectl-error.ts';
import { findByPath } from './jsonpath.ts';
import { alignTabs, tableRules } from './tab-writer.ts';

/** Prints `NAME:.metadata.name,…`; what is not there prints `<none>`. @throws KubectlError for a column without a path */
export function printCustomColumns(
  spec: string,
  objects: readonly unknown[],
  { noHeaders }: { readonly noHeaders: boolean },
): string {
  const columns = splitColumns(spec).map((column) => {
    const colon = column.indexOf(':');
    if (colon < 0) {
      throw usageError(`unexpected custom-columns spec: ${column}, expected <header>:<json-path-expr>`);
    }
    return { header: column.slice(0, colon), path: column.slice(colon + 1) };
  });
  const rows = objects.map((object) =>
    columns.map(({ path }) => {
      const values = findByPath(path, object).filter((value) => value !== null);
      return values.length === 0 ? '<none>' : values.map(goValueText).join(',');
    }),
  );
  const lines = noHeaders ? rows : [columns.map(({ header }) => header), ...rows];
  return alignTabs(lines.map((cells) => `${cells.join('\t')}\n`).join(''), tableRules);
}

/** Commas inside of brackets or quotes do not separate. */
function splitColumns(spec: string): string[] {
  return spec.split(/,(?![^[]*\])/);
}
