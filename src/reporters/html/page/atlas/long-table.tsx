import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { DataTable, type Column } from '../data-table.js';
import { digits } from '../words.js';

const FIRST = 50;

/** A table of which the first rows are shown, and more on demand. */
export function LongTable<T>(props: {
  readonly label: string;
  readonly rows: readonly T[];
  readonly columns: readonly Column<T>[];
}): JSX.Element {
  const { label, rows, columns } = props;
  const [shown, setShown] = useState(FIRST);
  const left = rows.length - shown;
  return (
    <>
      <DataTable label={label} rows={rows.slice(0, shown)} columns={columns} />
      {left > 0 && (
        <button type="button" class="quiet" onClick={() => setShown(shown + 10 * FIRST)}>
          {`Show ${digits(Math.min(left, 10 * FIRST))} more of ${digits(left)} in ${label}`}
        </button>
      )}
    </>
  );
}
