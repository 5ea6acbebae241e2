import {
  AF_INET,
  IP_MTU_DISCOVER,
  IP_PMTUDISC_DO,
  IP_PMTUDISC_DONT,
  IP_TTL,
  IPPROTO_ICMP,
  IPPROTO_IP,
  POLLIN,
  poll,
  SO_BROADCAST,
  SOCK_RAW,
  SOL_SOCKET,
  type Socket,
  socket,
} from 'ackademy:sockets'
import { randomInt } from 'node:crypto'
import { lookup } from 'node:dns/promises'

const ECHO_REPLY = 0
const UNREACHABLE = 3
const ECHO_REQUEST = 8
const TIME_EXCEEDED = 11

export interface Options {
  count?: number
  intervalMs?: number
  timeoutMs?: number
  size?: number
  ttl?: number
  df?: boolean
  broadcast?: boolean
}

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
  /** The host that replied, or the one that the quoted request was for. */
  host: string
}

export async function ping(host: string, options: Options = {}) {
  const { address } = await lookup(host, { family: 4 })
  const icmp = open(options)
  try {
    const requests = await run(icmp, address, options)
    return { replies: requests.map(({ sentAt, settled, ...reply }): Reply => reply), statistics: statistics(requests) }
  } finally {
    icmp.close()
  }
}

function open({ ttl, df = false, broadcast = false }: Options): Socket {
  const icmp = socket(AF_INET, SOCK_RAW, IPPROTO_ICMP)
  if (ttl !== undefined) icmp.setsockopt(IPPROTO_IP, IP_TTL, ttl)
  icmp.setsockopt(IPPROTO_IP, IP_MTU_DISCOVER, df ? IP_PMTUDISC_DO : IP_PMTUDISC_DONT)
  if (broadcast) icmp.setsockopt(SOL_SOCKET, SO_BROADCAST, 1)
  return icmp
}

async function run(icmp: Socket, address: string, options: Options): Promise<Request[]> {
  const { count = 4, intervalMs = 1000, timeoutMs = 1000, size = 56 } = options
  // Every process of every container may have the same number: chance tells two pings apart.
  const id = randomInt(0x10000)
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
      if (message?.id === id && message.host === address) settle(message.type, requests[message.seq - 1])
    }
  }
  return requests
}

function settle(type: number, request: Request | undefined) {
  if (!request) return
  const ms = performance.now() - request.sentAt
  if (type === ECHO_REPLY && (request.kind === 'reply' || request.late)) request.duplicates++
  else if (request.settled) request.late ||= type === ECHO_REPLY && request.kind === 'timeout'
  else if (type === ECHO_REPLY) Object.assign(request, { kind: 'reply', ms })
  else if (type === UNREACHABLE) Object.assign(request, { kind: 'unreachable', ms })
  else Object.assign(request, { kind: 'ttl-exceeded', ms })
  request.settled = true
}

function statistics(requests: Request[]) {
  const times = requests.filter((request) => request.kind === 'reply').map((request) => request.ms)
  const [sent, received] = [requests.length, times.length]
  const counts = { sent, received, lossPercent: sent === 0 ? 0 : (100 * (sent - received)) / sent }
  if (received === 0) return { ...counts, min: null, avg: null, max: null, mdev: null }
  const avg = times.reduce((sum, ms) => sum + ms, 0) / received
  const variance = times.reduce((sum, ms) => sum + (ms - avg) ** 2, 0) / received
  return { ...counts, min: Math.min(...times), avg, max: Math.max(...times), mdev: Math.sqrt(variance) }
}

/** RFC 792: type, code, checksum, identifier, sequence number, then any bytes. */
function echoRequest(id: number, seq: number, size: number): Uint8Array {
  const bytes = Buffer.alloc(8 + size, 'ackademy')
  bytes.fill(0, 0, 8)
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
  const quoted = icmp.subarray(8)
  const about = withoutIpHeader(quoted)
  if (quoted[9] !== IPPROTO_ICMP || about[0] !== ECHO_REQUEST) return null
  return read(type, about, quoted.subarray(16, 20).join('.'))
}

function read(type: number, echo: Buffer, host: string): Message | null {
  return echo.length < 8 ? null : { type, id: echo.readUInt16BE(4), seq: echo.readUInt16BE(6), host }
}

/** The header's length is in its own low four bits, in words of four bytes: options may make it longer than 20. */
const withoutIpHeader = (packet: Buffer) => packet.subarray(4 * ((packet[0] ?? 0) & 15))

// Run pings the server; in the terminal, "node ping.ts r2" pings another.
if (import.meta.main) console.log(await ping(process.argv[2] ?? 'server'))
