import { randomInt } from 'node:crypto'
import { lookup } from 'node:dns/promises'
import { setTimeout as sleep } from 'node:timers/promises'
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

interface Waiting {
  reply: Reply
  sentAt: number
  settle: () => void
  isSettled: boolean
}

/** One task sends on time, another reads; each request is a promise that one of them, or its timer, settles. */
export async function ping(host: string, options: Options = {}) {
  const { count = 4, intervalMs = 1000, timeoutMs = 1000, size = 56, ttl, df, broadcast } = options
  const { address } = await lookup(host, { family: 4 })
  const id = randomInt(1, 0x10000)
  const requests = new Map<number, Waiting>()
  const settled: Promise<void>[] = []
  let isOver = false

  const icmp = new RawIcmp()
  const timers = new Set<NodeJS.Timeout>()

  const onPacket = (packet: Buffer, now: number) => {
    const heard = understand(packet)
    if (heard === null || heard.id !== id) return
    if (heard.kind !== 'reply' && heard.host !== address) return // an error about somebody else's packet
    const request = requests.get(heard.seq)
    if (!request) return
    const { reply, sentAt } = request
    if (!request.isSettled && now - sentAt <= timeoutMs) {
      reply.kind = heard.kind
      reply.ms = now - sentAt
      request.settle()
    } else if (heard.kind !== 'reply') return
    else if (reply.kind === 'timeout' && !reply.late) reply.late = true
    else reply.duplicates += 1
  }

  const read = async () => {
    while (!isOver) {
      const packet = await icmp.receive(50)
      if (packet) onPacket(packet, performance.now())
    }
  }

  const write = async () => {
    const start = performance.now()
    for (let seq = 1; seq <= count; seq++) {
      const due = start + (seq - 1) * intervalMs
      if (due > performance.now()) await sleep(due - performance.now())
      const reply: Reply = { seq, kind: 'timeout', ms: 0, duplicates: 0, late: false }
      const sentAt = performance.now()
      icmp.send(echoRequest(id, seq, size), address)
      settled.push(
        new Promise((resolve) => {
          const timer = setTimeout(() => request.settle(), timeoutMs)
          timers.add(timer)
          const request: Waiting = {
            reply,
            sentAt,
            isSettled: false,
            settle() {
              clearTimeout(timer)
              this.isSettled = true
              resolve()
            },
          }
          requests.set(seq, request)
        }),
      )
    }
    await Promise.all(settled)
    await sleep(250) // duplicates, and the late ones
  }

  let reading: Promise<void> | undefined
  try {
    icmp.option(SOL_IP, IP_MTU_DISCOVER, df === true ? PMTUDISC_DO : PMTUDISC_DONT)
    if (ttl !== undefined) icmp.option(SOL_IP, IP_TTL, ttl)
    if (broadcast === true) icmp.option(SOL_SOCKET, SO_BROADCAST, 1)
    reading = read()
    await Promise.race([write(), reading])
  } finally {
    isOver = true
    for (const timer of timers) clearTimeout(timer)
    await reading?.catch(() => {})
    icmp.close()
  }
  const replies = [...requests.values()].map(({ reply }) => reply)
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
