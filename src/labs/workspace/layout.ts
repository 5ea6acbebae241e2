import { effect, type Signal, signal } from '@preact/signals'

/** How the room is shared; remembered for all exercises of a kind. */
export interface Layout {
  /** Of the code column's height: the editor. */
  code: Signal<number>
  /** Of the packet column's height: the list. */
  packets: Signal<number>
  /** Where the first line between columns stands, and where the second, from the left. */
  left: Signal<number>
  right: Signal<number>
}

export const INITIAL_LAYOUT = { code: 0.5, packets: 0.52, left: 500 / 1440, right: 872 / 1440 }
const KEY = 'ackademy:layout'
type Shares = typeof INITIAL_LAYOUT

export function makeLayout(): Layout {
  return {
    code: signal(INITIAL_LAYOUT.code),
    packets: signal(INITIAL_LAYOUT.packets),
    left: signal(INITIAL_LAYOUT.left),
    right: signal(INITIAL_LAYOUT.right),
  }
}

/** Brings back what was remembered, and remembers every change. Returns what ends it. */
export function rememberLayout(layout: Layout, storage: globalThis.Storage | null): () => void {
  try {
    const stored = JSON.parse(storage?.getItem(KEY) ?? '{}') as Partial<Shares>
    for (const [name, share] of Object.entries(stored))
      if (name in layout && typeof share === 'number' && share > 0 && share < 1)
        layout[name as keyof Layout].value = share
  } catch {
    // A damaged layout is no loss: the initial one stands.
  }
  return effect(() => {
    const shares: Shares = {
      code: layout.code.value,
      packets: layout.packets.value,
      left: layout.left.value,
      right: layout.right.value,
    }
    try {
      storage?.setItem(KEY, JSON.stringify(shares))
    } catch {
      // Not remembered, nothing lost.
    }
  })
}
