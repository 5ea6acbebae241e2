import type { JSX } from 'preact'
import type { CourseModule } from './course.ts'
import type { ModuleStanding } from './standing.ts'

export const ROW_HEIGHT = 62
/** x of each column of nodes. */
const COLUMN = [20, 44, 68] as const

interface MapWiresProps {
  modules: readonly CourseModule[]
  standings: ReadonlyMap<number, ModuleStanding>
  /** The module with the next step. */
  here: number | null
}

/** Draws lines from the modules that a module builds on to the module. */
export function MapWires({ modules, standings, here }: MapWiresProps): JSX.Element {
  const places = new Map(
    modules.map((module, row) => [
      module.number,
      { x: COLUMN[columnOf(module.number)]!, y: row * ROW_HEIGHT + ROW_HEIGHT / 2 },
    ]),
  )
  const isDone = (number: number) => standings.get(number)?.state === 'done'
  return (
    <svg class="map-wires" width="92" height={modules.length * ROW_HEIGHT} aria-hidden="true">
      {modules.flatMap(({ number, needs }) =>
        needs.map((need) => {
          const [from, to] = [places.get(need), places.get(number)]
          return from && to ? (
            <path key={`${need} ${number}`} class={isDone(need) ? 'done' : ''} d={wire(from, to)} />
          ) : null
        }),
      )}
      {modules.map(({ number }) => {
        const { x, y } = places.get(number)!
        const state = number === here ? 'here' : (standings.get(number)?.state ?? '')
        return (
          <g key={number} class={`knot ${state.replaceAll(' ', '-')}`} transform={`translate(${x} ${y})`}>
            <circle r={number === here ? 10 : 8} />
            {state === 'done' && <path d="M-4 0l3 3 5-6" />}
          </g>
        )
      })}
    </svg>
  )
}

/**
 * Assigns columns: the spine on the left, modules with more prerequisites in the middle, early branches on the right.
 */
function columnOf(number: number): 0 | 1 | 2 {
  if (number <= 5 || number === 14) return 0
  return [6, 9, 10, 13].includes(number) ? 1 : 2
}

interface Place {
  x: number
  y: number
}

function wire(from: Place, to: Place): string {
  if (from.x === to.x) return `M${from.x} ${from.y}V${to.y}`
  // Lines to the right bend at once, lines to the left at the end, so that both run in the free column.
  if (to.x > from.x)
    return `M${from.x} ${from.y}C${from.x} ${from.y + 30} ${to.x} ${from.y + 18} ${to.x} ${from.y + 48}V${to.y}`
  return `M${from.x} ${from.y}V${to.y - 48}C${from.x} ${to.y - 18} ${to.x} ${to.y - 30} ${to.x} ${to.y}`
}
