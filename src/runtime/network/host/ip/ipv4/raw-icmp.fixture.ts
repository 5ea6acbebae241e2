/** ICMP through raw sockets, for tests. */
import { ParseError, parseIcmp, parseIpv4 } from '../../../wire/index.ts'
import type { SimulatedHost } from '../../simulated-host.ts'
import type { RawSocket } from '../../socket.ts'

export function rawIcmp(host: SimulatedHost): RawSocket {
  const socket = host.raw.socket(4, 1)
  if (typeof socket === 'number') throw new Error(`raw socket: ${socket}`)
  return socket
}

/** Returns what a raw socket received: source address and ICMP message. */
export function receiveIcmp(socket: RawSocket) {
  const received = socket.receive(65_535)
  if (typeof received === 'number') return received
  const packet = parseIpv4(received.bytes)
  const message = packet instanceof ParseError ? packet : parseIcmp(packet.payload)
  if (packet instanceof ParseError || message instanceof ParseError) throw new Error('not an ICMP packet')
  return { source: packet.source, ttl: packet.ttl, type: message.type, code: message.code, payload: message.payload }
}
