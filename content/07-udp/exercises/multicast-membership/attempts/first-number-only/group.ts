import { createSocket } from 'node:dgram'
import { once } from 'node:events'

export interface Message {
  text: string
  from: string
}

export type IgmpMessage =
  | { kind: 'query'; version: 2 | 3; group: string; maxResponseMs: number }
  | { kind: 'report'; version: 2; group: string }
  | { kind: 'report'; version: 3; records: { type: number; group: string; sources: string[] }[] }
  | { kind: 'leave'; group: string }

/** Joins `group` on the interface that has the address `iface`, and receives what is sent to it on `port`. */
export async function join(group: string, port: number, iface: string) {
  const first = Number.parseInt(group)
  if (!(first >= 224 && first <= 239)) throw new RangeError(`${group} is no group`)
  if (group === '224.0.0.1') throw new RangeError('every host is in 224.0.0.1 already')

  const socket = createSocket({ type: 'udp4', reuseAddr: true })
  const messages: Message[] = []
  let isLeft = false
  socket.on('message', (text, { address }) => {
    if (!isLeft) messages.push({ text: text.toString(), from: address })
  })
  try {
    // Bound to the group's address, the socket gets nothing that was sent to another one.
    socket.bind(port, group)
    await once(socket, 'listening')
    socket.addMembership(group, iface)
  } catch (error) {
    socket.close()
    throw error
  }
  socket.on('error', () => {})
  return {
    received: (): Message[] => [...messages],
    leave: async () => {
      if (isLeft) return
      isLeft = true
      socket.dropMembership(group, iface)
      socket.close()
      await once(socket, 'close')
    },
  }
}

/** Sends one datagram by the interface that has the address `iface`. */
export async function send(
  group: string,
  port: number,
  text: string,
  options: { iface: string; ttl?: number; loopback?: boolean },
): Promise<void> {
  const { iface, ttl = 1, loopback = false } = options
  const socket = createSocket('udp4')
  try {
    socket.bind(0, iface)
    await once(socket, 'listening')
    socket.setMulticastInterface(iface)
    socket.setMulticastTTL(ttl)
    socket.setMulticastLoopback(loopback)
    await new Promise<void>((resolve, reject) =>
      socket.send(text, port, group, (error) => (error ? reject(error) : resolve())),
    )
  } finally {
    socket.close()
  }
}

function hasGoodChecksum(view: DataView): boolean {
  let sum = 0
  for (let at = 0; at < view.byteLength; at += 2) {
    sum += at + 1 < view.byteLength ? view.getUint16(at) : view.getUint8(at) << 8
  }
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16)
  return sum === 0xffff
}

/** Reads an IGMP message, from its type on. */
export function decode(message: Uint8Array): IgmpMessage | null {
  const view = new DataView(message.buffer, message.byteOffset, message.byteLength)
  const address = (at: number) => [0, 1, 2, 3].map((i) => view.getUint8(at + i)).join('.')
  if (view.byteLength < 8 || !hasGoodChecksum(view)) return null

  switch (view.getUint8(0)) {
    case 0x11: {
      const code = view.getUint8(1)
      if (view.byteLength === 8) return { kind: 'query', version: 2, group: address(4), maxResponseMs: code * 100 }
      if (view.byteLength < 12 || view.byteLength < 12 + 4 * view.getUint16(10)) return null
      const tenths = code < 128 ? code : (0x10 | (code & 0x0f)) << (((code >> 4) & 7) + 3)
      return { kind: 'query', version: 3, group: address(4), maxResponseMs: tenths * 100 }
    }
    case 0x16:
      return { kind: 'report', version: 2, group: address(4) }
    case 0x17:
      return { kind: 'leave', group: address(4) }
    case 0x22: {
      const records = []
      let at = 8
      for (let left = view.getUint16(6); left > 0; left--) {
        if (at + 8 > view.byteLength) return null
        const count = view.getUint16(at + 2)
        const end = at + 8 + 4 * count + 4 * view.getUint8(at + 1)
        if (end > view.byteLength) return null
        const sources = Array.from({ length: count }, (_, i) => address(at + 8 + 4 * i))
        records.push({ type: view.getUint8(at), group: address(at + 4), sources })
        at = end
      }
      return { kind: 'report', version: 3, records }
    }
    default:
      return null
  }
}
