import {
  AF_INET,
  IP_TTL,
  IPPROTO_ICMP,
  IPPROTO_IP,
  IPPROTO_UDP,
  POLLIN,
  poll,
  SOCK_DGRAM,
  SOCK_RAW,
  type Socket,
  socket,
} from 'ackademy:sockets'
import { randomInt } from 'node:crypto'
import { lookup } from 'node:dns/promises'

const UNREACHABLE = 3
const TIME_EXCEEDED = 11
const PORT_UNREACHABLE = 3
const MARKS: Record<number, string> = { 0: '!N', 1: '!H', 3: '', 13: '!X' }
/** Destination port of a trace's first probe: usually nobody listens there. */
const FIRST_PORT = 33_434

export interface Options {
  maxHops?: number
  probes?: number
  intervalMs?: number
  timeoutMs?: number
}
export interface Answer {
  address: string
  ms: number
  mark: string
}
export interface Hop {
  ttl: number
  answers: (Answer | null)[]
}
export interface Trace {
  hops: Hop[]
  end: 'reached' | 'unreachable' | 'max-hops'
}

interface Sockets {
  udp: Socket
  icmp: Socket
  sourcePort: number
  target: string
}
interface Probe {
  port: number
  sentAt: number
  answer: Answer | null
  end: 'reached' | 'unreachable' | null
}
/** An ICMP error, and the probe that it quotes. */
interface Report {
  type: number
  code: number
  target: string
  sourcePort: number
  port: number
}

export async function traceroute(host: string, options: Options = {}): Promise<Trace> {
  const { address: target } = await lookup(host, { family: 4 })
  const icmp = socket(AF_INET, SOCK_RAW, IPPROTO_ICMP)
  const udp = socket(AF_INET, SOCK_DGRAM)
  try {
    return await trace({ icmp, udp, sourcePort: bindAnywhere(udp), target }, options)
  } finally {
    udp.close()
    icmp.close()
  }
}

/** Binds to a random port that is free, and returns it. */
function bindAnywhere(udp: Socket): number {
  for (let tries = 1; ; tries++) {
    const port = randomInt(1024, 0x10000)
    try {
      udp.bind('0.0.0.0', port)
      return port
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE' || tries === 20) throw error
    }
  }
}

async function trace(sockets: Sockets, options: Options): Promise<Trace> {
  const { maxHops = 30, probes: count = 3 } = options
  const hops: Hop[] = []
  for (let ttl = 1; ttl <= maxHops; ttl++) {
    sockets.udp.setsockopt(IPPROTO_IP, IP_TTL, ttl)
    const probes = await askHop(sockets, FIRST_PORT + (ttl - 1) * count, options)
    hops.push({ ttl, answers: probes.map(({ answer }) => answer) })
    const ends = probes.map(({ end }) => end)
    if (ends.includes('reached')) return { hops, end: 'reached' }
    if (ends.includes('unreachable')) return { hops, end: 'unreachable' }
  }
  return { hops, end: 'max-hops' }
}

/** Sends the probes of one TTL, and returns them when each is answered or given up. */
async function askHop(sockets: Sockets, firstPort: number, options: Options): Promise<Probe[]> {
  const { probes: count = 3, intervalMs = 50, timeoutMs = 1000 } = options
  const probes: Probe[] = []
  const start = performance.now()
  const dueNext = () => start + probes.length * intervalMs
  for (;;) {
    const now = performance.now()
    if (probes.length < count && now >= dueNext()) {
      const port = firstPort + probes.length
      sockets.udp.sendto(new Uint8Array(0), sockets.target, port)
      probes.push({ port, sentAt: now, answer: null, end: null })
      continue
    }
    const wakeAt = probes
      .filter(({ answer, sentAt }) => answer === null && now < sentAt + timeoutMs)
      .map(({ sentAt }) => sentAt + timeoutMs)
    if (probes.length < count) wakeAt.push(dueNext())
    if (wakeAt.length === 0) return probes
    await poll([{ socket: sockets.icmp, events: POLLIN }], Math.ceil(Math.min(...wakeAt) - now))
    readAnswers(sockets, probes, timeoutMs)
  }
}

function readAnswers({ icmp, sourcePort, target }: Sockets, probes: Probe[], timeoutMs: number) {
  for (let packet = icmp.recvfrom(65_535); packet; packet = icmp.recvfrom(65_535)) {
    const report = parse(Buffer.from(packet.bytes))
    if (!report || report.target !== target || report.sourcePort !== sourcePort) continue
    // Ports of earlier hops are not among these: their late answers fall through.
    const probe = probes.find(({ port }) => port === report.port)
    if (!probe || probe.answer) continue
    const ms = performance.now() - probe.sentAt
    if (ms > timeoutMs) continue
    const isUnreachable = report.type === UNREACHABLE
    const mark = isUnreachable ? (MARKS[report.code] ?? `!<${report.code}>`) : ''
    probe.answer = { address: packet.address, ms, mark }
    if (isUnreachable) probe.end = report.code === PORT_UNREACHABLE ? 'reached' : 'unreachable'
  }
}

/** Null for what is no report about a UDP datagram. RFC 792: an error quotes the IPv4 header and at least 8 bytes. */
function parse(packet: Buffer): Report | null {
  const icmp = withoutIpHeader(packet)
  const [type, code] = icmp
  if (type !== UNREACHABLE && type !== TIME_EXCEEDED) return null
  const quoted = icmp.subarray(8)
  const udp = withoutIpHeader(quoted)
  if (udp.length < 8 || quoted[9] !== IPPROTO_UDP) return null
  const target = quoted.subarray(16, 20).join('.')
  return { type, code: code!, target, sourcePort: udp.readUInt16BE(0), port: udp.readUInt16BE(2) }
}

/** The header's length is in its own low four bits, in words of four bytes: options may make it longer than 20. */
const withoutIpHeader = (packet: Buffer) => packet.subarray(4 * ((packet[0] ?? 0) & 15))
