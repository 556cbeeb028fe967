import { useLab } from '../lab/lab-context.ts';
import type { PrintedTable } from './tables.ts';
import styles from './terminal.module.css';

/** What `kubectl get` printed as real tables, to be read cell by cell. */
export function PrintedTables({
  tables,
  command,
}: {
  readonly tables: readonly PrintedTable[];
  readonly command: string;
}) {
  const { markWords } = useLab();
  return tables.map((table, index) => (
    <div
      key={index}
      className={styles['table-box']}
      role="group"
      aria-label={`Table of ${command}`}
      // A wide table scrolls, and must do so by keyboard.
      tabIndex={0}
    >
      <table className={styles['table']}>
        <thead>
          <tr>
            {table.columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row, at) => (
            <tr key={at}>
              {row.map((cell, column) =>
                column === 0 ? (
                  <th key={column} scope="row">
                    {cell}
                  </th>
                ) : (
                  <td key={column}>{markWords(cell)}</td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  ));
}
