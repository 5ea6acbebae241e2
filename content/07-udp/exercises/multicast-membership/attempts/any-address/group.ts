import { createSocket } from 'node:dgram'

export interface Message {
  text: string
  from: string
}

function check(group: string): void {
  const first = Number(group.split('.')[0])
  if (!/^\d+\.\d+\.\d+\.\d+$/.test(group) || first < 224 || first > 239 || group === '224.0.0.1') throw new RangeError(`${group} is no group`)
}

export async function join(group: string, port: number, iface: string) {
  check(group)
  const socket = createSocket({ type: 'udp4', reuseAddr: true })
  const messages: Message[] = []
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject)
    socket.bind(port, resolve)
  })
  socket.on('message', (data, { address }) => messages.push({ text: data.toString(), from: address }))
  socket.addMembership(group, iface)
  return {
    received: (): Message[] => [...messages],
    leave: () =>
      new Promise<void>((resolve) => {
        socket.dropMembership(group, iface)
        socket.close(resolve)
      }),
  }
}

export function send(
  group: string,
  port: number,
  text: string,
  { iface, ttl = 1, loopback = false }: { iface: string; ttl?: number; loopback?: boolean },
): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = createSocket('udp4')
    socket.bind(0, () => {
      socket.setMulticastInterface(iface)
      socket.setMulticastTTL(ttl)
      socket.setMulticastLoopback(loopback)
      socket.send(text, port, group, (error) => {
        socket.close()
        if (error) reject(error)
        else resolve()
      })
    })
  })
}

export function decode(message: Uint8Array) {
  const bytes = Buffer.from(message)
  if (bytes.length < 8) return null
  let sum = 0
  for (let i = 0; i < bytes.length; i += 2) sum += bytes[i]! * 256 + (bytes[i + 1] ?? 0)
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16)
  if (sum !== 0xffff) return null
  const group = bytes.subarray(4, 8).join('.')
  switch (bytes[0]) {
    case 0x11:
      if (bytes.length > 8 && bytes.length < 12) return null
      if (bytes.length >= 12 && bytes.length < 12 + 4 * bytes.readUInt16BE(10)) return null
      return { kind: 'query', version: bytes.length === 8 ? 2 : 3, group, maxResponseMs: bytes[1]! * 100 }
    case 0x16:
      return { kind: 'report', version: 2, group }
    case 0x17:
      return { kind: 'leave', group }
    case 0x22: {
      const records: { type: number; group: string; sources: string[] }[] = []
      let at = 8
      for (let i = 0; i < bytes.readUInt16BE(6); i++) {
        if (at + 8 > bytes.length) return null
        const count = bytes.readUInt16BE(at + 2)
        const end = at + 8 + 4 * count + 4 * bytes[at + 1]!
        if (end > bytes.length) return null
        const sources = Array.from({ length: count }, (_, n) => bytes.subarray(at + 8 + 4 * n, at + 12 + 4 * n).join('.'))
        records.push({ type: bytes[at]!, group: bytes.subarray(at + 4, at + 8).join('.'), sources })
        at = end
      }
      return { kind: 'report', version: 3, records }
    }
    default:
      return null
  }
}
