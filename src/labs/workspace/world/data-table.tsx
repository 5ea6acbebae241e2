import type { JSX } from 'preact'

export type Cell = string | number

interface DataTableProps {
  caption: string
  columns: readonly string[]
  rows: readonly (readonly Cell[])[]
  /** Columns of numbers, aligned to the right. */
  right?: ReadonlySet<number>
}

/** A small table of facts, in monospace. */
export function DataTable({ caption, columns, rows, right = new Set() }: DataTableProps): JSX.Element {
  const side = (index: number) => (right.has(index) ? 'right' : undefined)
  return (
    <table class="data-table">
      <caption>{caption}</caption>
      <thead>
        <tr>
          {columns.map((column, index) => (
            <th key={column} scope="col" class={side(index)}>
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, number) => (
          <tr key={number}>
            {row.map((cell, index) => (
              <td key={index} class={side(index)}>
                {cell}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
