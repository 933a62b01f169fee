import type { ReactElement, ReactNode } from "react";

export interface Column<Row> {
  key: string;
  head: string;
  isNumber?: boolean;
  /** Left out on a phone; what matters of it stands elsewhere in the row. */
  isWide?: boolean;
  render: (row: Row) => ReactNode;
}

export interface DataTableProps<Row> {
  label: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  keyOf: (row: Row) => string;
}

/** Rows side by side, figures aligned; narrow screens show the columns that matter. */
export function DataTable<Row>({ label, columns, rows, keyOf }: DataTableProps<Row>): ReactElement {
  const classOf = ({ isNumber, isWide }: Column<Row>): string =>
    `${isNumber === true ? "table__number" : ""} ${isWide === true ? "table__wide" : ""}`;
  return (
    <div className="card table-card">
      <table className="table" aria-label={label}>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.key} scope="col" className={classOf(column)}>
                {column.head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)}>
              {columns.map((column) => (
                <td key={column.key} className={classOf(column)}>
                  {column.render(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
