import { type DisplayFilter, formatDuration } from '#lab'

/** A link by its two nodes, and its index among several between them. */
export type LinkName = readonly [a: string, b: string, index: number]

/** One thing that goes wrong, as data. A failing world is a list of these, and the list can be made shorter. Times are milliseconds. */
export type Fault = PacketFault | Outage | Crash

/** The fate of the nth packet that `from` sends on a link, of those that match `filter`. */
export interface PacketFault {
  kind: 'drop' | 'duplicate' | 'delay' | 'corrupt'
  link: LinkName
  from: string
  filter: DisplayFilter
  nth: number
  /** `delay`: the extra time. */
  by?: number
  /** `corrupt`: the byte of the IP payload that is damaged. */
  at?: number
}

/** A link over which nothing passes for a while. */
export interface Outage {
  kind: 'outage'
  link: LinkName
  at: number
  lasts: number
}

/** A host that loses power for a while. */
export interface Crash {
  kind: 'crash'
  host: string
  at: number
  lasts: number
}

/** `packet 3 of client was lost`; `packet`: its number in the recording, where it is known. */
export function describeFault(fault: Fault): string {
  if (fault.kind === 'outage')
    return `the link ${fault.link[0]} – ${fault.link[1]} was silent from ${ms(fault.at)} on for ${ms(fault.lasts)}`
  if (fault.kind === 'crash') return `${fault.host} lost power at ${ms(fault.at)} for ${ms(fault.lasts)}`
  const packet = `packet ${fault.nth} of ${fault.from}`
  if (fault.kind === 'drop') return `${packet} was lost`
  if (fault.kind === 'duplicate') return `${packet} came twice`
  if (fault.kind === 'delay') return `${packet} came ${ms(fault.by ?? 0)} late`
  return `${packet} was damaged`
}

/** `packet 3 of client was lost and packet 4 of client came twice`; of many the first few. */
export function describeFaults(faults: readonly Fault[]): string {
  const shown = faults.slice(0, 3).map(describeFault)
  const more = faults.length > 3 ? ` and ${faults.length - 3} more things went wrong` : ''
  return shown.join(' and ') + more
}

const ms = (time: number) => formatDuration(Math.round(time * 1000) / 1000)
