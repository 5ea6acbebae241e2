import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { isIPv4 } from 'node:net'

export interface Message {
  text: string
  from: string
}

/** 224.0.0.0 to 239.255.255.255, but not 224.0.0.1: every host is in that one, nobody joins it and nobody can leave. */
function isJoinable(group: string): boolean {
  const [first = 0] = group.split('.').map(Number)
  return isIPv4(group) && first >= 224 && first <= 239 && group !== '224.0.0.1'
}

/** Joins `group` on the interface that has the address `iface`, and receives what is sent to it on `port`. */
export async function join(group: string, port: number, iface: string) {
  if (!isJoinable(group)) throw new RangeError(`${group} is no group that a program joins`)
  const socket = createSocket({ type: 'udp4', reuseAddr: true })
  const messages: Message[] = []
  let isOpen = true
  socket.on('error', () => {}) // what bind reports comes to `once` below
  socket.on('message', (bytes, { address }) => messages.push({ text: bytes.toString(), from: address }))
  try {
    // Bound to the group's own address: a group that somebody else on this host has joined has another, whatever its port.
    socket.bind(port, group)
    await once(socket, 'listening')
    socket.addMembership(group, iface)
  } catch (error) {
    socket.close()
    throw error
  }
  return {
    received: (): Message[] => [...messages],
    leave: async () => {
      if (!isOpen) return
      isOpen = false
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
  { iface, ttl = 1, loopback = false }: { iface: string; ttl?: number; loopback?: boolean },
): Promise<void> {
  const socket = createSocket('udp4')
  try {
    socket.bind(0)
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

const [QUERY, V2_REPORT, LEAVE, V3_REPORT] = [0x11, 0x16, 0x17, 0x22]
const addressAt = (bytes: Buffer, at: number) => bytes.subarray(at, at + 4).join('.')

/** Reads an IGMP message, from its type on (RFC 2236, RFC 3376). */
export function decode(message: Uint8Array) {
  const bytes = Buffer.from(message)
  if (bytes.length < 8 || checksum(bytes) !== 0) return null
  const group = addressAt(bytes, 4)
  switch (bytes[0]) {
    case QUERY:
      return readQuery(bytes)
    case V2_REPORT:
      return { kind: 'report', version: 2, group }
    case LEAVE:
      return { kind: 'leave', group }
    case V3_REPORT: {
      const records = readRecords(bytes)
      return records && { kind: 'report', version: 3, records }
    }
  }
  return null
}

/** Only the length tells the versions apart: 8 bytes, or 12 and more (RFC 3376 7.1). */
function readQuery(bytes: Buffer) {
  const [code, group] = [bytes[1]!, addressAt(bytes, 4)]
  if (bytes.length === 8) return { kind: 'query', version: 2, group, maxResponseMs: 100 * code }
  if (bytes.length < 12 || bytes.length < 12 + 4 * bytes.readUInt16BE(10)) return null
  return { kind: 'query', version: 3, group, maxResponseMs: 100 * responseCode(code) }
}

/** From 128 on a floating-point number: three bits of exponent, four of mantissa (RFC 3376 4.1.1). */
const responseCode = (code: number) => (code < 128 ? code : ((code & 15) | 16) << (((code >> 4) & 7) + 3))

function readRecords(bytes: Buffer) {
  const records = []
  let at = 8
  for (let left = bytes.readUInt16BE(6); left > 0; left--) {
    if (at + 8 > bytes.length) return null
    const [type, auxiliary, count] = [bytes[at]!, bytes[at + 1]!, bytes.readUInt16BE(at + 2)]
    const end = at + 8 + 4 * (count + auxiliary)
    if (end > bytes.length) return null
    const group = addressAt(bytes, at + 4)
    const sources = Array.from({ length: count }, (_, i) => addressAt(bytes, at + 8 + 4 * i))
    records.push({ type, group, sources })
    at = end
  }
  return records
}

/** RFC 1071: 0 for a message whose checksum is right. */
function checksum(bytes: Buffer): number {
  let sum = 0
  for (let i = 0; i < bytes.length; i += 2) sum += (bytes[i]! << 8) | (bytes[i + 1] ?? 0)
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16)
  return ~sum & 0xffff
}
