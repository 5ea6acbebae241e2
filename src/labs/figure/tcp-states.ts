/** States of both ends of a connection over time, with the names of RFC 9293 (section 3.3.2). */
import type { Nanoseconds } from '#network'
import type { PacketView, Recording } from '../recording/index.ts'
import { type Connection, type ConnectionEnd, connectionOf, listensAt, momentsOf, socketAt } from './connection.ts'

export const TCP_STATES = [
  ...['CLOSED', 'LISTEN', 'SYN_SENT', 'SYN_RECEIVED', 'ESTABLISHED', 'FIN_WAIT_1'],
  ...['FIN_WAIT_2', 'CLOSE_WAIT', 'CLOSING', 'LAST_ACK', 'TIME_WAIT'],
] as const
export type TcpStateName = (typeof TCP_STATES)[number]

/**
 * Transitions of the state machine: RFC 9293, figure 5, with FIN_WAIT_1 to TIME_WAIT (a FIN that acknowledges ours,
 * section 3.10.7.4).
 */
export const TRANSITIONS: readonly (readonly [TcpStateName, TcpStateName])[] = [
  ...([
    ['CLOSED', 'LISTEN'],
    ['CLOSED', 'SYN_SENT'],
    ['LISTEN', 'SYN_RECEIVED'],
    ['LISTEN', 'SYN_SENT'],
  ] as const),
  ...([
    ['SYN_SENT', 'SYN_RECEIVED'],
    ['SYN_SENT', 'ESTABLISHED'],
    ['SYN_RECEIVED', 'ESTABLISHED'],
  ] as const),
  ...([
    ['SYN_RECEIVED', 'FIN_WAIT_1'],
    ['ESTABLISHED', 'FIN_WAIT_1'],
    ['ESTABLISHED', 'CLOSE_WAIT'],
  ] as const),
  ...([
    ['FIN_WAIT_1', 'FIN_WAIT_2'],
    ['FIN_WAIT_1', 'CLOSING'],
    ['FIN_WAIT_1', 'TIME_WAIT'],
  ] as const),
  ...([
    ['FIN_WAIT_2', 'TIME_WAIT'],
    ['CLOSING', 'TIME_WAIT'],
    ['CLOSE_WAIT', 'LAST_ACK'],
  ] as const),
  ...([
    ['LAST_ACK', 'CLOSED'],
    ['TIME_WAIT', 'CLOSED'],
  ] as const),
]

export interface StateChange {
  at: Nanoseconds
  host: string
  from: TcpStateName
  to: TcpStateName
  /** States left again within the same instant. */
  via: readonly TcpStateName[]
  /** The packet that arrived or left at that moment, or the FIN that is waiting to leave; null if there is none. */
  cause: { packet: PacketView; kind: 'arrives' | 'leaves' | 'waits' } | null
}

export interface StateHistory {
  connection: Connection
  changes: readonly StateChange[]
}

/** State changes of both ends in order of time; null for a recording without a TCP connection. */
export function stateHistory(recording: Recording, nth = 0): StateHistory | null {
  const connection = connectionOf(recording, nth)
  if (!connection) return null
  const { opener, acceptor } = connection
  const changes = [
    changesOf(recording, connection, opener, acceptor),
    changesOf(recording, connection, acceptor, opener),
  ]
  return { connection, changes: changes.flat().sort((a, b) => a.at - b.at) }
}

/** State of a host at a moment. */
export function stateAt({ changes }: StateHistory, host: string, moment: Nanoseconds | null): TcpStateName {
  return changes.findLast((change) => change.host === host && (moment === null || change.at <= moment))?.to ?? 'CLOSED'
}

function changesOf(recording: Recording, connection: Connection, end: ConnectionEnd, other: ConnectionEnd) {
  const changes: StateChange[] = []
  let state: TcpStateName = 'CLOSED'
  for (const at of [0, ...momentsOf(recording)]) {
    const next = stateNow(recording, at, end, other, changes.length > 0 && state !== 'LISTEN')
    if (next === state) continue
    const cause = causeOf(recording, connection, end, at, next)
    changes.push({ at, host: end.host, from: state, to: next, via: between(state, next), cause })
    state = next
  }
  return changes
}

function stateNow(
  recording: Recording,
  at: Nanoseconds,
  end: ConnectionEnd,
  other: ConnectionEnd,
  hasBegun: boolean,
): TcpStateName {
  const found = socketAt(recording, at, end, other)?.state
  if (found !== undefined) return isState(found) ? found : 'CLOSED'
  return !hasBegun && listensAt(recording, at, end) ? 'LISTEN' : 'CLOSED'
}

const isState = (text: string): text is TcpStateName => (TCP_STATES as readonly string[]).includes(text)

/** Arrivals come first: an answer that leaves in the same instant is their consequence. */
function causeOf(
  { packets }: Recording,
  { stream }: Connection,
  { host }: ConnectionEnd,
  at: Nanoseconds,
  to: TcpStateName,
): StateChange['cause'] {
  const own = packets.filter((packet) => packet.position?.stream === stream)
  const arrived = own.find((packet) => packet.to === host && packet.arrives === at)
  if (arrived) return { packet: arrived, kind: 'arrives' }
  // A program that ends its side leaves ESTABLISHED, although its FIN waits behind unsent data.
  const isItsEnd = to === 'FIN_WAIT_1' || to === 'LAST_ACK'
  const left = own.find(
    (packet) => packet.from === host && packet.at >= at && (isItsEnd ? packet.ends : packet.at === at),
  )
  return left ? { packet: left, kind: left.at === at ? 'leaves' : 'waits' } : null
}

/** States on the shortest path that the diagram permits; none for a reset, which leads to CLOSED from anywhere. */
export function between(from: TcpStateName, to: TcpStateName): TcpStateName[] {
  if (to === 'CLOSED') return []
  // Paths of growing length: the states after `from`, ending in the state reached.
  const ways: TcpStateName[][] = [[]]
  for (const way of ways) {
    const nexts = TRANSITIONS.filter(([a]) => a === (way.at(-1) ?? from)).map(([, next]) => next)
    if (nexts.includes(to)) return way
    for (const next of nexts) if (!way.includes(next) && next !== from && next !== 'CLOSED') ways.push([...way, next])
  }
  return []
}
