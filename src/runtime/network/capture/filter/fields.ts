/** Fields and protocols that a filter can name. */
import type { FieldShape, FieldType, HeaderField } from '../../wire/index.ts'
import { PROTOCOLS as TABLE } from '../dissection/index.ts'
import { FRAME_FIELDS } from './frame-fields.ts'

/** Protocols whose bytes a filter can name. */
export const PROTOCOLS: ReadonlySet<string> = new Set(['frame', ...TABLE.all.map(({ name }) => name)])

/** Names for several fields: source or destination. */
const EITHER: Readonly<Record<string, readonly string[]>> = {
  'eth.addr': ['eth.src', 'eth.dst'],
  'eth.addr.oui': ['eth.src.oui', 'eth.dst.oui'],
  'eth.lg': ['eth.src.lg', 'eth.dst.lg'],
  'eth.ig': ['eth.src.ig', 'eth.dst.ig'],
  'ip.host': ['ip.src', 'ip.dst'],
  'ipv6.host': ['ipv6.src', 'ipv6.dst'],
  'ip.addr': ['ip.src', 'ip.dst'],
  'ipv6.addr': ['ipv6.src', 'ipv6.dst'],
  'tcp.port': ['tcp.srcport', 'tcp.dstport'],
  'udp.port': ['udp.srcport', 'udp.dstport'],
}

/** All fields by name, with their types. */
export const FILTER_FIELDS: ReadonlyMap<string, FieldType> = new Map(
  [...TABLE.all.flatMap(({ header = [], fields = [] }) => [...header, ...fields]), ...FRAME_FIELDS].map(
    (field) => [field.name, field] as const,
  ),
)

export const PROTOCOL_LABELS: ReadonlyMap<string, string> = new Map([
  ['frame', 'Frame'],
  ...TABLE.all.map(({ name, label }) => [name, label] as const),
])

export interface FilterField {
  /** Fields that a name stands for. */
  readonly names: readonly string[]
  readonly shape: FieldShape
  /** Meanings of its numbers. */
  readonly meanings?: Readonly<Record<number, string>>
  /** For a field at a fixed position of a header. */
  readonly definition?: HeaderField
}

export function findField(name: string): FilterField | undefined {
  const names = EITHER[name] ?? [name.startsWith('_ws.col.') ? name.toLowerCase() : name]
  const field = FILTER_FIELDS.get(names[0]!)
  if (field === undefined) return undefined
  const { shape, meanings } = field
  const definition = 'bit' in field ? { definition: field as HeaderField } : {}
  return { names, shape, ...(meanings && { meanings }), ...definition }
}

/** Every name in the filter language, for completion and for suggestions. */
export const FILTER_NAMES: readonly string[] = [...PROTOCOLS, ...FILTER_FIELDS.keys(), ...Object.keys(EITHER)].sort()

/** Returns the known name nearest to a wrong one, or undefined if none is near. */
export function nearestName(wrong: string): string | undefined {
  const most = Math.max(2, Math.floor(wrong.length / 3))
  const ranked = FILTER_NAMES.filter((name) => Math.abs(name.length - wrong.length) <= most)
    .map((name) => ({ name, distance: editDistance(name, wrong) }))
    .filter(({ distance }) => distance <= most)
  return ranked.toSorted((a, b) => a.distance - b.distance)[0]?.name
}

/** Returns Levenshtein's distance: the number of letters to change, insert or delete. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 0; i < a.length; i++) {
    const next = [i + 1]
    for (let j = 0; j < b.length; j++) {
      next.push(Math.min(row[j]! + (a[i] === b[j] ? 0 : 1), row[j + 1]! + 1, next[j]! + 1))
    }
    row = next
  }
  return row[b.length]!
}
