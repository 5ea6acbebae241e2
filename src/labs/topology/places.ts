/** Positions of the hosts' boxes, and the size of the drawing. */
export interface Places {
  readonly width: number
  readonly height: number
  readonly box: { readonly width: number; readonly height: number }
  /** A chain of hosts may fill several rows: then links leave a row above or below. */
  readonly hasRows: boolean
  /** Upper left corner of a host's box. */
  at(name: string): { x: number; y: number }
  /** How many hosts share its row, or its column. */
  peers(name: string): number
}

/** Share of a slanting link at which its label stands: nearer to where the links of several hosts fan out. */
const NEAR_MANY = { inRows: 0.78, inColumns: 0.68 }

/** Ends of a link at the edges of the boxes, and the center of its label. */
export function placeLink(places: Places, [a, b]: readonly [string, string]) {
  const { width, height } = places.box
  const [from, to] = [places.at(a), places.at(b)]
  const ends = () => {
    const y = (place: { y: number }) => place.y + height / 2
    const [x1, x2] = [from.x + width / 2, to.x + width / 2]
    if (from.x === to.x || (places.hasRows && from.y !== to.y))
      return from.y < to.y ? { x1, y1: from.y + height, x2, y2: to.y } : { x1, y1: from.y, x2, y2: to.y + height }
    const goesRight = from.x < to.x
    return {
      x1: goesRight ? from.x + width : from.x,
      y1: y(from),
      x2: goesRight ? to.x : to.x + width,
      y2: y(to),
    }
  }
  const { x1, y1, x2, y2 } = ends()
  const more = places.peers(b) - places.peers(a) || y2 - y1
  const near = places.hasRows ? NEAR_MANY.inRows : NEAR_MANY.inColumns
  const along = y1 === y2 ? 0.5 : more > 0 ? near : 1 - near
  return { x1, y1, x2, y2, label: { x: x1 + (x2 - x1) * along, y: y1 + (y2 - y1) * along } }
}

const BOX = { width: 112, height: 68 }
const GAP = { x: 96, y: 26 }
/** Height between rows, for a link and its label. */
const ROW_GAP = 56
const LEAST_GAP = 10
const MARGIN = { x: 8, top: 12, bottom: 6 }
/** Default width of the pane: two hosts are at its edges, above their lifelines. */
const LEAST_WIDTH = 372

/** Levels by distance from the first host: side by side if they fit the pane, otherwise folded into rows. */
export function placeHosts(names: readonly string[], links: readonly { ends: readonly [string, string] }[]): Places {
  const levels = byDistance(names, links)
  return levels.length > 2 ? inRows(levels) : inColumns(levels)
}

/** Hosts of a level, one below the other. */
function inColumns(columns: readonly string[][]): Places {
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
  return drawing({ width, height, hasRows: false }, columns, places)
}

/**
 * Rows like lines of text: two hosts of a chain in each, the next row starting over on the left; a level of several
 * hosts has its own row.
 */
function inRows(levels: readonly string[][]): Places {
  const rows = packed(levels)
  const widest = Math.max(...rows.map(({ names }) => names.length))
  const width = Math.max(LEAST_WIDTH, 2 * MARGIN.x + widest * BOX.width + (widest - 1) * LEAST_GAP)
  const places = new Map<string, { x: number; y: number }>()
  let goesRight = true
  let end: number | null = null
  for (const [index, { names, isChain }] of rows.entries()) {
    const step = names.length > 1 ? (width - 2 * MARGIN.x - BOX.width) / (names.length - 1) : 0
    const alone = isChain && end !== null ? end : (width - BOX.width) / 2
    const y = MARGIN.top + index * (BOX.height + ROW_GAP)
    for (const [place, name] of (goesRight || !isChain ? names : names.toReversed()).entries())
      places.set(name, { x: names.length > 1 ? MARGIN.x + place * step : alone, y })
    end = isChain ? places.get(names.at(-1)!)!.x : null
    if (isChain && names.length > 1) goesRight = !goesRight
  }
  const height = MARGIN.top + rows.length * BOX.height + (rows.length - 1) * ROW_GAP + MARGIN.bottom
  return drawing(
    { width, height, hasRows: true },
    rows.map(({ names }) => names),
    places,
  )
}

function drawing(
  size: Pick<Places, 'width' | 'height' | 'hasRows'>,
  groups: readonly string[][],
  places: ReadonlyMap<string, { x: number; y: number }>,
): Places {
  return {
    ...size,
    box: BOX,
    at: (name) => places.get(name) ?? { x: 0, y: 0 },
    peers: (name) => groups.find((group) => group.includes(name))?.length ?? 0,
  }
}

function packed(levels: readonly string[][]): { names: string[]; isChain: boolean }[] {
  const rows: { names: string[]; isChain: boolean }[] = []
  for (const level of levels) {
    const last = rows.at(-1)
    if (level.length > 1) rows.push({ names: level, isChain: false })
    else if (last?.isChain && last.names.length === 1) last.names.push(level[0]!)
    else rows.push({ names: [...level], isChain: rows.every(({ isChain }) => isChain) })
  }
  return rows
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
      level = level.flatMap((name) => neighbors(name, links).filter((other) => !seen.has(other) && seen.add(other)))
    }
  }
  return columns
}

function neighbors(name: string, links: readonly { ends: readonly [string, string] }[]): string[] {
  return links.flatMap(({ ends: [a, b] }) => (a === name ? [b] : b === name ? [a] : []))
}
