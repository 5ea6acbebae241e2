/** Filter of sources for a group: only the sources listed, or all others (RFC 3376 §2). */
import type { IpAddress } from '../../../address/index.ts'

export interface SourceFilter {
  readonly mode: 'include' | 'exclude'
  /** In the order in which the program named them. */
  readonly sources: readonly IpAddress[]
}

/** Not a member: the state of every group that nobody has joined. */
export const NOBODY: SourceFilter = { mode: 'include', sources: [] }
export const EVERYBODY: SourceFilter = { mode: 'exclude', sources: [] }

export function admits({ mode, sources }: SourceFilter, source: IpAddress): boolean {
  return sources.includes(source) === (mode === 'include')
}

export function isNobody({ mode, sources }: SourceFilter): boolean {
  return mode === 'include' && sources.length === 0
}

/** Returns the interface's filter when several sockets are in the same group (RFC 3376 §3.2). */
export function mergedFilter(filters: readonly SourceFilter[]): SourceFilter {
  const included = new Set(filters.filter(({ mode }) => mode === 'include').flatMap(({ sources }) => sources))
  const excluding = filters.filter(({ mode }) => mode === 'exclude')
  const [first, ...others] = excluding
  if (first === undefined) return { mode: 'include', sources: [...included] }
  const unwanted = first.sources.filter(
    (source) => !included.has(source) && others.every(({ sources }) => sources.includes(source)),
  )
  return { mode: 'exclude', sources: unwanted }
}
