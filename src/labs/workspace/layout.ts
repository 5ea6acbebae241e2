import { effect, type Signal, signal } from '@preact/signals'

/** Columns of the page: editor and dock; topology and ladder; list and packet. */
export const COLUMNS = ['code', 'world', 'packets'] as const
export type ColumnName = (typeof COLUMNS)[number]

/** Sizes and order of the panes, remembered for all exercises of a kind. */
export interface Layout {
  /** Share of the code column's height for its upper pane. */
  code: Signal<number>
  /** Share of the packet column's height for its upper pane. */
  packets: Signal<number>
  /** Positions of the first and the second splitter, from the left. */
  left: Signal<number>
  right: Signal<number>
  /** From left to right. */
  order: Signal<readonly ColumnName[]>
  /** Columns with their lower pane on top. */
  turned: Signal<readonly ColumnName[]>
}

export const INITIAL_LAYOUT = { code: 0.5, packets: 0.52, left: 500 / 1440, right: 872 / 1440 }
/** Before anything has run: much room for the task, little for packets that are not there. */
export const NEW_LAYOUT = { code: 0.4, packets: 0.52, left: 0.46, right: 0.72 }
const KEY = 'ackademy:layout'
const SHARES = ['code', 'packets', 'left', 'right'] as const

export function makeLayout(): Layout {
  return {
    code: signal(NEW_LAYOUT.code),
    packets: signal(NEW_LAYOUT.packets),
    left: signal(NEW_LAYOUT.left),
    right: signal(NEW_LAYOUT.right),
    order: signal<readonly ColumnName[]>(COLUMNS),
    turned: signal<readonly ColumnName[]>([]),
  }
}

const has = (layout: Layout, shares: typeof INITIAL_LAYOUT) =>
  SHARES.every((name) => layout[name].value === shares[name])

/** Gives packets their room once something runs. Sizes that the learner chose stay. */
export function settleLayout(layout: Layout): void {
  if (has(layout, NEW_LAYOUT)) resetShares(layout)
}

/** Loads the stored layout and stores every change. Returns the cleanup. */
export function rememberLayout(layout: Layout, storage: globalThis.Storage | null): () => void {
  try {
    bringBack(layout, JSON.parse(storage?.getItem(KEY) ?? '{}') as Record<string, unknown>)
  } catch {
    // A damaged layout is no loss: the initial one stays.
  }
  return effect(() => {
    const shares = Object.fromEntries(SHARES.map((name) => [name, layout[name].value]))
    const text = JSON.stringify({ ...shares, order: layout.order.value, turned: layout.turned.value })
    try {
      storage?.setItem(KEY, text)
    } catch {
      // Not stored, nothing lost.
    }
  })
}

function bringBack(layout: Layout, stored: Record<string, unknown>): void {
  const isUntouched = SHARES.every((name) => stored[name] === INITIAL_LAYOUT[name])
  for (const name of isUntouched ? [] : SHARES) {
    const share = stored[name]
    if (typeof share === 'number' && share > 0 && share < 1) layout[name].value = share
  }
  const order = columnsIn(stored.order)
  if (order.length === COLUMNS.length) layout.order.value = order
  layout.turned.value = columnsIn(stored.turned)
}

/** True if each column occurs once. */
function columnsIn(stored: unknown): ColumnName[] {
  return Array.isArray(stored) ? [...new Set(stored)].filter((name) => COLUMNS.includes(name)) : []
}

/** Moves a column by one position; at the end it stays. */
export function moveColumn({ order }: Layout, name: ColumnName, by: -1 | 1): void {
  const from = order.value.indexOf(name)
  const to = from + by
  if (to < 0 || to >= order.value.length) return
  const next = order.value.filter((other) => other !== name)
  order.value = [...next.slice(0, to), name, ...next.slice(to)]
}

/** Swaps the column's panes. */
export function turnColumn({ turned }: Layout, name: ColumnName): void {
  const others = turned.value.filter((other) => other !== name)
  turned.value = others.length < turned.value.length ? others : [...others, name]
}

/** Restores the initial layout. */
export function resetLayout(layout: Layout): void {
  resetShares(layout)
  layout.order.value = COLUMNS
  layout.turned.value = []
}

function resetShares(layout: Layout): void {
  for (const name of SHARES) layout[name].value = INITIAL_LAYOUT[name]
}
