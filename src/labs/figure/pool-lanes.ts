/** Connections as lanes of a pool: what each is busy with over time, as its client's packets show it. */
import type { Nanoseconds } from '#network'
import type { PacketView } from '../recording/index.ts'

export type LaneState = 'connecting' | 'idle' | 'in use'

export interface LaneSpan {
  state: LaneState
  from: Nanoseconds
  /** Null at the end of the recording. */
  until: Nanoseconds | null
  /** The requests that have no answer yet, oldest first. */
  requests: readonly string[]
}

export interface Lane {
  stream: number
  spans: readonly LaneSpan[]
  /** Null while the connection is open. */
  end: { at: Nanoseconds; how: 'closed' | 'reset' } | null
}

/** The connections that one host opened, in order. Each segment with data is a request or an answer. */
export function lanesOf(packets: readonly PacketView[]): Lane[] {
  const streams = new Map<number, PacketView[]>()
  for (const packet of packets) {
    const { position } = packet
    if (!position) continue
    const own = streams.get(position.stream)
    if (own) own.push(packet)
    else if (packet.opens && position.isFromOpener) streams.set(position.stream, [packet])
  }
  return [...streams].map(([stream, own]) => laneOf(stream, own))
}

interface ClientEvent {
  at: Nanoseconds
  packet: PacketView
  isArrival: boolean
}

/** What the client sent and got, in the order in which it noticed. */
function clientEvents(own: readonly PacketView[]): ClientEvent[] {
  const client = own[0]!.from
  const events = own.flatMap((packet): ClientEvent[] => {
    if (packet.from === client) return packet.againOf === null ? [{ at: packet.at, packet, isArrival: false }] : []
    return packet.to === client && packet.arrives !== null ? [{ at: packet.arrives, packet, isArrival: true }] : []
  })
  return events.sort((a, b) => a.at - b.at)
}

function laneOf(stream: number, own: readonly PacketView[]): Lane {
  const spans: { state: LaneState; from: number; until: number | null; requests: readonly string[] }[] = []
  const enter = (state: LaneState, at: Nanoseconds, requests: readonly string[] = []) => {
    const last = spans.at(-1)
    if (last) last.until = at
    spans.push({ state, from: at, until: null, requests })
  }
  enter('connecting', own[0]!.at)
  for (const { at, packet, isArrival } of clientEvents(own)) {
    const { requests } = spans.at(-1)!
    if (packet.resets || packet.ends) {
      spans.at(-1)!.until = at
      return { stream, spans, end: { at, how: packet.resets ? 'reset' : 'closed' } }
    }
    if (isArrival && packet.opens) enter('idle', at)
    else if (packet.payloadLength > 0) {
      const open = isArrival ? requests.slice(1) : [...requests, packet.label]
      enter(open.length > 0 ? 'in use' : 'idle', at, open)
    }
  }
  return { stream, spans, end: null }
}
