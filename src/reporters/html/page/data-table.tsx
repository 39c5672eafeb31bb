import type { ComponentChildren, JSX } from 'preact';

/** One column: what stands above it and in a row's cell. The cells of a `name` column say what their row is about. */
export interface Column<T> {
  readonly title: string;
  readonly cell: (row: T) => ComponentChildren;
  readonly kind?: 'name' | 'numeric' | 'nowrap';
}

/** Rows under headings, which scroll sideways where there is no room; `label` is for those who do not see it. */
export function DataTable<T>(props: {
  readonly label: string;
  readonly columns: readonly Column<T>[];
  readonly rows: readonly T[];
  /** Classes of the box around it, of the table, and of a row. */
  readonly box?: string;
  readonly table?: string;
  readonly rowClass?: (row: T) => string;
}): JSX.Element {
  const { label, columns, rows, box = '', table = '', rowClass } = props;
  return (
    <div class={`scroll ${box}`} role="region" aria-label={label} tabIndex={0}>
      <table class={`plain-table ${table}`}>
        <thead>
          <tr>
            {columns.map(({ title, kind }) => (
              <th key={title} scope="col" class={kind === 'numeric' ? kind : undefined}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, at) => (
            <tr key={at} class={rowClass?.(row)}>
              {columns.map(({ title, cell, kind }) =>
                kind === 'name' ? (
                  <th key={title} scope="row">
                    {cell(row)}
                  </th>
                ) : (
                  <td key={title} class={kind}>
                    {cell(row)}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
