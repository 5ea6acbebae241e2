/** One TCP connection of a recording: its two ends, and their rows in the socket table at any moment. */
import { dissect, fieldValue, type Nanoseconds, type TableRow } from '#network'
import type { Recording } from '../recording/index.ts'

export interface ConnectionEnd {
  host: string
  port: number
}
export interface Connection {
  stream: number
  /** The end that sent the first SYN. */
  opener: ConnectionEnd
  acceptor: ConnectionEnd
}

export type SocketAt = TableRow<'sockets'>

/** Returns the `nth` connection of a recording, counted from 0 in order of their first segments, or null. */
export function connectionOf(recording: Recording, nth = 0): Connection | null {
  const first = recording.packets.find((packet) => packet.position?.stream === nth && packet.position.isFromOpener)
  if (!first) return null
  const packet = dissect(first.bytes, first.position)
  const port = (name: string) => Number(fieldValue(packet, name))
  // Behind routers, the first segment is recorded once per link: the first link has its sender, the last one its
  // receiver.
  const last = recording.packets.findLast((other) => other.position?.stream === nth && other.position.isFromOpener)
  return {
    stream: nth,
    opener: { host: first.from, port: port('tcp.srcport') },
    acceptor: { host: last?.to ?? first.to, port: port('tcp.dstport') },
  }
}

/** Returns the socket of one end at a moment, or null. */
export function socketAt(
  recording: Recording,
  at: Nanoseconds,
  end: ConnectionEnd,
  other: ConnectionEnd,
): SocketAt | null {
  const { history } = recording
  if (history.segments.length === 0) return null
  const rows = history.at(Math.min(Math.max(at, history.begin), history.now)).rows('sockets', end.host)
  return rows.find((row) => row.localPort === end.port && row.remotePort === other.port) ?? null
}

/** Returns whether a socket of that end is listening. */
export function listensAt(recording: Recording, at: Nanoseconds, end: ConnectionEnd): boolean {
  const { history } = recording
  if (history.segments.length === 0) return false
  const rows = history.at(Math.min(Math.max(at, history.begin), history.now)).rows('sockets', end.host)
  return rows.some((row) => row.localPort === end.port && row.state === 'LISTEN')
}

/** For longer connections the middle is left out: states change at both ends of it. */
const MOST_PACKETS = 600

/** Returns every moment at which a packet was sent or arrived, in order, and the end of the recording. */
export function momentsOf({ packets, history }: Recording): Nanoseconds[] {
  const looked =
    packets.length <= MOST_PACKETS
      ? packets
      : packets.filter((packet, index) => {
          const fromEnd = Math.min(index, packets.length - 1 - index)
          return fromEnd < MOST_PACKETS / 4 || packet.opens || packet.ends || packet.resets
        })
  const moments = looked.flatMap(({ at, arrives }) => (arrives === null ? [at] : [at, arrives]))
  return [...new Set([...moments, history.now])].sort((a, b) => a - b)
}
