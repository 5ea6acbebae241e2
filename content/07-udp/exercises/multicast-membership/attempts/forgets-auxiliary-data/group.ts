import { createSocket, type Socket } from 'node:dgram'
import { BlockList, isIPv4 } from 'node:net'
import { on } from 'node:events'

export interface Message {
  text: string
  from: string
}

const groups = new BlockList()
groups.addSubnet('224.0.0.0', 4)

const closed = (socket: Socket) => new Promise<void>((resolve) => socket.close(() => resolve()))
const bound = (socket: Socket, port: number, address: string) =>
  new Promise<void>((resolve, reject) => {
    socket.once('error', reject)
    socket.bind(port, address, () => {
      socket.off('error', reject)
      resolve()
    })
  })

/** Joins `group` on the interface that has the address `iface`, and receives what is sent to it on `port`. */
export async function join(group: string, port: number, iface: string) {
  if (!isIPv4(group) || !groups.check(group) || group === '224.0.0.1') {
    throw new RangeError(`${JSON.stringify(group)} cannot be joined`)
  }
  const socket = createSocket({ type: 'udp4', reuseAddr: true })
  const stop = new AbortController()
  const inbox: Message[] = []

  // Datagrams wait in `on`'s queue from the beginning, and are taken out of it here.
  const arrivals = on(socket, 'message', { signal: stop.signal })
  const taking = (async () => {
    try {
      for await (const [bytes, { address }] of arrivals) inbox.push({ text: String(bytes), from: address })
    } catch {
      // stopped
    }
  })()

  const leave = async () => {
    if (stop.signal.aborted) return
    stop.abort()
    await Promise.all([taking, closed(socket)]) // closing the only socket of a membership ends the membership
  }
  try {
    await bound(socket, port, group)
    socket.addMembership(group, iface)
  } catch (error) {
    await leave()
    throw error
  }
  return { received: (): Message[] => inbox.slice(), leave }
}

/** Sends one datagram by the interface that has the address `iface`. */
export async function send(
  group: string,
  port: number,
  text: string,
  options: { iface: string; ttl?: number; loopback?: boolean },
): Promise<void> {
  const socket = createSocket({ type: 'udp4' })
  try {
    await bound(socket, 0, '0.0.0.0')
    socket.setMulticastInterface(options.iface)
    socket.setMulticastTTL(options.ttl ?? 1)
    socket.setMulticastLoopback(options.loopback === true)
    await new Promise<unknown>((resolve, reject) => {
      socket.send(text, port, group, (error, bytes) => (error ? reject(error) : resolve(bytes)))
    })
  } finally {
    await closed(socket)
  }
}

type Read = (bytes: Buffer) => object | null
const ip = (bytes: Buffer, at: number) => bytes.subarray(at, at + 4).join('.')

const READERS: Record<number, Read> = {
  0x11: (bytes) => {
    const code = bytes[1]!
    const query = { kind: 'query', group: ip(bytes, 4) }
    if (bytes.length === 8) return { ...query, version: 2, maxResponseMs: code * 100 }
    if (bytes.length < 12 || bytes.length < 12 + bytes.readUInt16BE(10) * 4) return null
    const float = ((code & 15) + 16) << (((code >> 4) & 7) + 3)
    return { ...query, version: 3, maxResponseMs: (code > 127 ? float : code) * 100 }
  },
  0x16: (bytes) => ({ kind: 'report', version: 2, group: ip(bytes, 4) }),
  0x17: (bytes) => ({ kind: 'leave', group: ip(bytes, 4) }),
  0x22: (bytes) => {
    const records: { type: number; group: string; sources: string[] }[] = []
    let rest = bytes.subarray(8)
    while (records.length < bytes.readUInt16BE(6)) {
      if (rest.length < 8) return null
      const end = 8 + rest.readUInt16BE(2) * 4
      if (rest.length < end) return null
      const sources: string[] = []
      for (let at = 8; at < end; at += 4) sources.push(ip(rest, at))
      records.push({ type: rest[0]!, group: ip(rest, 4), sources })
      rest = rest.subarray(end)
    }
    return { kind: 'report', version: 3, records }
  },
}

/** Reads an IGMP message, from its type on. */
export function decode(message: Uint8Array) {
  const bytes = Buffer.from(message)
  if (bytes.length < 8) return null
  let sum = 0
  for (const [i, byte] of bytes.entries()) sum += byte << (i & 1 ? 0 : 8)
  // Ones' complement: a sum is right when it is a multiple of 65535 (and not zero).
  if (sum === 0 || sum % 0xffff !== 0) return null
  return READERS[bytes[0]!]?.(bytes) ?? null
}
