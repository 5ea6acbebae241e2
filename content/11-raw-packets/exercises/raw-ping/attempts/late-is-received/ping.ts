import { lookup } from 'node:dns/promises'
import { AF_INET, IPPROTO_ICMP, poll, SOCK_RAW, socket } from 'ackademy:sockets'

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

// ---- the raw socket: everything that this program asks of ackademy:sockets ----

const POLLIN = 1
const [SOL_IP, IP_TTL, IP_MTU_DISCOVER, PMTUDISC_DONT, PMTUDISC_DO] = [0, 2, 10, 0, 2]
const [SOL_SOCKET, SO_BROADCAST] = [1, 6]

class RawIcmp {
  readonly #socket = socket(AF_INET, SOCK_RAW, IPPROTO_ICMP)

  option(level: number, name: number, value: number) {
    this.#socket.setsockopt(level, name, value)
  }

  send(message: Uint8Array, address: string) {
    this.#socket.sendto(message, address)
  }

  /** The next packet, from its IPv4 header on; null if none comes in time. */
  async receive(ms: number): Promise<Buffer | null> {
    await poll([{ socket: this.#socket, events: POLLIN }], Math.max(0, Math.ceil(ms)))
    const packet = this.#socket.recvfrom(65535)
    return packet && Buffer.from(packet.bytes)
  }

  close() {
    this.#socket.close()
  }
}

// ---- ICMP ----

function checksum(bytes: Uint8Array): number {
  let sum = 0
  for (let i = 0; i < bytes.length; i++) sum += i % 2 === 0 ? bytes[i]! << 8 : bytes[i]!
  while (sum > 0xffff) sum = (sum >>> 16) + (sum & 0xffff)
  return sum ^ 0xffff
}

function echoRequest(id: number, seq: number, size: number): Buffer {
  const message = Buffer.alloc(8 + size)
  message[0] = 8
  message.writeUInt16BE(id, 4)
  message.writeUInt16BE(seq, 6)
  for (let i = 0; i < size; i++) message[8 + i] = i
  message.writeUInt16BE(checksum(message), 2)
  return message
}

type Heard = { kind: 'reply' | 'unreachable' | 'ttl-exceeded'; id: number; seq: number; host: string }

/** What a packet says, and about which host: the one that answers, or the one that a quoted request was for. */
function understand(packet: Buffer): Heard | null {
  const ip = (at: number) => [...packet.subarray(at, at + 4)].join('.')
  const icmp = (packet[0]! & 15) * 4
  if (packet.length < icmp + 8) return null
  const type = packet[icmp]
  if (type === 0) {
    return { kind: 'reply', id: packet.readUInt16BE(icmp + 4), seq: packet.readUInt16BE(icmp + 6), host: ip(12) }
  }
  if (type !== 3 && type !== 11) return null
  const quoted = icmp + 8
  if (packet.length < quoted + 20 || packet[quoted + 9] !== 1) return null
  const request = quoted + (packet[quoted]! & 15) * 4
  if (packet.length < request + 8 || packet[request] !== 8) return null
  return {
    kind: type === 3 ? 'unreachable' : 'ttl-exceeded',
    id: packet.readUInt16BE(request + 4),
    seq: packet.readUInt16BE(request + 6),
    host: ip(quoted + 16),
  }
}

/** After the last answer, duplicates may still come. */
const LINGER = 250

export async function ping(host: string, options: Options = {}) {
  const { count = 4, intervalMs = 1000, timeoutMs = 1000, size = 56, ttl, df = false, broadcast = false } = options
  const { address } = await lookup(host, 4)
  const id = Math.floor(Math.random() * 0x10000)
  const replies: Reply[] = []
  const sentAt: number[] = []
  const open = new Set<Reply>()
  const icmp = new RawIcmp()
  try {
    if (ttl !== undefined) icmp.option(SOL_IP, IP_TTL, ttl)
    if (broadcast) icmp.option(SOL_SOCKET, SO_BROADCAST, 1)
    icmp.option(SOL_IP, IP_MTU_DISCOVER, df ? PMTUDISC_DO : PMTUDISC_DONT)

    const start = performance.now()
    let quietSince = start
    for (;;) {
      let now = performance.now()
      while (replies.length < count && now >= start + replies.length * intervalMs) {
        const seq = replies.length + 1
        sentAt[seq] = performance.now()
        icmp.send(echoRequest(id, seq, size), address)
        const reply: Reply = { seq, kind: 'timeout', ms: 0, duplicates: 0, late: false }
        replies.push(reply)
        open.add(reply)
        now = performance.now()
      }
      for (const reply of open) {
        if (now < sentAt[reply.seq]! + timeoutMs) continue
        open.delete(reply)
        quietSince = now
      }
      if (replies.length === count && open.size === 0 && now >= quietSince + LINGER) break

      const moments = [...open].map((reply) => sentAt[reply.seq]! + timeoutMs)
      if (replies.length < count) moments.push(start + replies.length * intervalMs)
      else if (open.size === 0) moments.push(quietSince + LINGER)
      const packet = await icmp.receive(Math.min(...moments) - now)
      if (packet === null) continue

      const at = performance.now()
      const heard = understand(packet)
      const reply = heard && heard.id === id ? replies[heard.seq - 1] : undefined
      if (!heard || !reply) continue
      if (heard.host !== address && !(broadcast && heard.kind === 'reply')) continue
      const ms = at - sentAt[reply.seq]!
      const inTime = open.has(reply) && ms <= timeoutMs
      if (inTime) {
        open.delete(reply)
        quietSince = at
        reply.kind = heard.kind
        reply.ms = ms
      } else if (heard.kind === 'reply') {
        if (reply.kind === 'timeout') {
          // better late than never
          reply.kind = 'reply'
          reply.late = true
          reply.ms = ms
        } else reply.duplicates++
      }
    }
  } finally {
    icmp.close()
  }
  return { replies, statistics: statistics(replies) }
}

function statistics(replies: Reply[]) {
  const times = replies.filter(({ kind }) => kind === 'reply').map(({ ms }) => ms)
  const sent = replies.length
  const received = times.length
  const lossPercent = sent === 0 ? 0 : (100 * (sent - received)) / sent
  if (received === 0) return { sent, received, lossPercent, min: null, avg: null, max: null, mdev: null }
  const mean = (numbers: number[]) => numbers.reduce((a, b) => a + b, 0) / numbers.length
  const avg = mean(times)
  const mdev = Math.sqrt(mean(times.map((ms) => (ms - avg) ** 2)))
  return { sent, received, lossPercent, min: Math.min(...times), avg, max: Math.max(...times), mdev }
}

// Run pings the server; in the terminal, "node ping.ts r2" pings another.
if (import.meta.main) console.log(await ping(process.argv[2] ?? 'server'))
