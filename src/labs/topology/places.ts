/** Where the boxes of hosts stand, and how large the drawing is. */
export interface Places {
  readonly width: number
  readonly height: number
  readonly box: { readonly width: number; readonly height: number }
  /** Upper left corner of a host's box. */
  at(name: string): { x: number; y: number }
}

const BOX = { width: 112, height: 68 }
const GAP = { x: 96, y: 26 }
const MARGIN = { x: 8, top: 12, bottom: 6 }
/** As wide as the pane is by default: two hosts stand at its edges, above their lifelines. */
const LEAST_WIDTH = 372

/** Columns by distance from the first host; the hosts of a column below each other. */
export function placeHosts(names: readonly string[], links: readonly { ends: readonly [string, string] }[]): Places {
  const columns = byDistance(names, links)
  const tallest = Math.max(1, ...columns.map((column) => column.length))
  const natural = 2 * MARGIN.x + columns.length * BOX.width + Math.max(0, columns.length - 1) * GAP.x
  const width = Math.max(LEAST_WIDTH, natural)
  const step = columns.length > 1 ? (width - 2 * MARGIN.x - BOX.width) / (columns.length - 1) : 0
  const height = MARGIN.top + tallest * BOX.height + (tallest - 1) * GAP.y + MARGIN.bottom
  const places = new Map<string, { x: number; y: number }>()
  for (const [index, column] of columns.entries()) {
    const x = columns.length > 1 ? MARGIN.x + index * step : (width - BOX.width) / 2
    const top = MARGIN.top + ((tallest - column.length) * (BOX.height + GAP.y)) / 2
    for (const [row, name] of column.entries()) places.set(name, { x, y: top + row * (BOX.height + GAP.y) })
  }
  return { width, height, box: BOX, at: (name) => places.get(name) ?? { x: 0, y: 0 } }
}

function byDistance(names: readonly string[], links: readonly { ends: readonly [string, string] }[]): string[][] {
  const columns: string[][] = []
  const seen = new Set<string>()
  for (const start of names) {
    if (seen.has(start)) continue
    let level = [start]
    seen.add(start)
    for (let depth = 0; level.length > 0; depth++) {
      columns[depth] = [...(columns[depth] ?? []), ...level]
      level = level.flatMap((name) => neighbours(name, links).filter((other) => !seen.has(other) && seen.add(other)))
    }
  }
  return columns
}

function neighbours(name: string, links: readonly { ends: readonly [string, string] }[]): string[] {
  return links.flatMap(({ ends: [a, b] }) => (a === name ? [b] : b === name ? [a] : []))
}
