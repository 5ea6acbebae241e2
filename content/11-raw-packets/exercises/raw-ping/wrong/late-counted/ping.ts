import { lookup } from 'node:dns/promises'
import { AF_INET, IPPROTO_ICMP, POLLIN, poll, SOCK_RAW, socket } from 'ackademy:sockets'

const ECHO_REPLY = 0
const UNREACHABLE = 3
const ECHO_REQUEST = 8
const TIME_EXCEEDED = 11

export interface Reply {
  seq: number
  kind: 'reply' | 'timeout' | 'unreachable' | 'ttl-exceeded'
  ms: number
  duplicates: number
  late: boolean
}
interface Request extends Reply {
  sentAt: number
  settled: boolean
}
interface Message {
  type: number
  id: number
  seq: number
  from: string
}

export async function ping(
  host: string,
  options: { count?: number; intervalMs?: number; timeoutMs?: number; size?: number } = {},
) {
  const { count = 4, intervalMs = 1000, timeoutMs = 1000, size = 56 } = options
  const { address } = await lookup(host, { family: 4 })
  const id = Math.floor(Math.random() * 0x10000)
  const icmp = socket(AF_INET, SOCK_RAW, IPPROTO_ICMP)
  const requests: Request[] = []
  const start = performance.now()
  const dueNext = () => start + requests.length * intervalMs

  while (requests.length < count || requests.some((request) => !request.settled)) {
    const now = performance.now()
    if (requests.length < count && now >= dueNext()) {
      const seq = requests.length + 1
      icmp.sendto(echoRequest(id, seq, size), address)
      requests.push({ seq, kind: 'timeout', ms: 0, duplicates: 0, late: false, sentAt: now, settled: false })
    }
    for (const request of requests) if (now >= request.sentAt + timeoutMs) request.settled = true
    const wakeAt = [
      ...(requests.length < count ? [dueNext()] : []),
      ...requests.filter((request) => !request.settled).map((request) => request.sentAt + timeoutMs),
    ]
    if (wakeAt.length === 0) continue
    await poll([{ socket: icmp, events: POLLIN }], Math.max(0, Math.ceil(Math.min(...wakeAt) - now)))
    for (let packet = icmp.recvfrom(65_535); packet; packet = icmp.recvfrom(65_535)) {
      const message = parse(packet.bytes, packet.address)
      if (message?.id === id) settle(message, requests[message.seq - 1], address)
    }
  }
  icmp.close()

  const received = requests.filter((request) => request.kind === 'reply').length
  const replies = requests.map(({ sentAt, settled, ...reply }): Reply => reply)
  return { replies, statistics: { sent: count, received, lossPercent: (100 * (count - received)) / count } }
}

function settle(message: Message, request: Request | undefined, asked: string) {
  if (!request) return
  if (message.type === ECHO_REPLY && message.from === asked) {
    if (request.kind === 'reply') request.duplicates++
    else Object.assign(request, { kind: 'reply', ms: performance.now() - request.sentAt })
  } else if (!request.settled && message.type === UNREACHABLE) request.kind = 'unreachable'
  else if (!request.settled && message.type === TIME_EXCEEDED) request.kind = 'ttl-exceeded'
  else return
  request.settled = true
}

/** RFC 792: type, code, checksum, identifier, sequence number, then any bytes. */
function echoRequest(id: number, seq: number, size: number): Uint8Array {
  const bytes = Buffer.alloc(8 + size)
  bytes.writeUInt8(ECHO_REQUEST, 0)
  bytes.writeUInt16BE(id, 4)
  bytes.writeUInt16BE(seq, 6)
  bytes.writeUInt16BE(checksum(bytes), 2)
  return bytes
}

/** RFC 1071; an odd last byte counts as if a zero followed it. */
function checksum(bytes: Buffer): number {
  let sum = 0
  for (let i = 0; i < bytes.length; i += 2) sum += (bytes[i]! << 8) | (bytes[i + 1] ?? 0)
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16)
  return ~sum & 0xffff
}

/** An echo reply, or an error about an echo request: it quotes the IPv4 header and first 8 bytes of what it is about. */
function parse(packet: Uint8Array, from: string): Message | null {
  const icmp = withoutIpHeader(Buffer.from(packet))
  const type = icmp[0]
  if (type === ECHO_REPLY) return read(type, icmp, from)
  if (type !== UNREACHABLE && type !== TIME_EXCEEDED) return null
  const about = withoutIpHeader(icmp.subarray(8))
  return about[0] === ECHO_REQUEST ? read(type, about, from) : null
}

function read(type: number, echo: Buffer, from: string): Message | null {
  return echo.length < 8 ? null : { type, id: echo.readUInt16BE(4), seq: echo.readUInt16BE(6), from }
}

/** The header's length is in its own low four bits, in words of four bytes: options may make it longer than 20. */
const withoutIpHeader = (packet: Buffer) => packet.subarray(4 * ((packet[0] ?? 0) & 15))
