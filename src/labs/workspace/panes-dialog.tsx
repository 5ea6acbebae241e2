import type { JSX } from 'preact'
import { strings } from '#strings'
import { type ColumnName, type Layout, moveColumn, resetLayout, turnColumn } from './layout.ts'

const words = strings.panes

/** Moves columns left and right, and swaps the two panes of a column. */
export function PanesDialog({ layout }: { layout: Layout }): JSX.Element {
  const { order, turned } = layout
  return (
    <>
      <ol class="panes-order">
        {order.value.map((name, place) => (
          <li key={name}>
            <span>{words.columns[name]}</span>
            <Move
              label={words.left(words.columns[name])}
              sign="←"
              isOff={place === 0}
              act={() => moveColumn(layout, name, -1)}
            />
            <Move
              label={words.right(words.columns[name])}
              sign="→"
              isOff={place === order.value.length - 1}
              act={() => moveColumn(layout, name, 1)}
            />
          </li>
        ))}
      </ol>
      {(['code', 'packets'] as const satisfies readonly ColumnName[]).map((name) => (
        <label key={name} class="preference">
          <input type="checkbox" checked={turned.value.includes(name)} onChange={() => turnColumn(layout, name)} />
          {words.turn[name]}
        </label>
      ))}
      <p role="status" class="sr-only">
        {words.now(order.value.map((name) => words.columns[name]))}
      </p>
      <div class="dialog-actions">
        <button type="button" class="button" onClick={() => resetLayout(layout)}>
          {words.reset}
        </button>
      </div>
    </>
  )
}

interface MoveProps {
  label: string
  sign: string
  /** The column is at the end. */
  isOff: boolean
  act: () => void
}

/** The button keeps the focus when it can do nothing more. */
function Move({ label, sign, isOff, act }: MoveProps): JSX.Element {
  return (
    <button type="button" class="icon-button" aria-label={label} title={label} aria-disabled={isOff} onClick={act}>
      {sign}
    </button>
  )
}
