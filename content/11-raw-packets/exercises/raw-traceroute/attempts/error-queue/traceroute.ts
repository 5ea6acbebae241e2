import { lookup } from 'node:dns/promises'
import * as s from 'ackademy:sockets'

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

/** No raw socket: the kernel matches errors to the UDP socket and keeps them in its error queue. */
export async function traceroute(host: string, options: Options = {}): Promise<Trace> {
  const { maxHops = 30, probes = 3, intervalMs = 50, timeoutMs = 1000 } = options
  const { address } = await lookup(host, 4)
  const udp = s.socket(s.AF_INET, s.SOCK_DGRAM)
  const sentAt = new Map<number, number>()
  const found = new Map<number, Answer & { type: number; code: number }>()

  const send = (port: number) => {
    try {
      udp.sendto(new Uint8Array(0), address, port)
    } catch {
      // Perhaps a pending error of an earlier probe, which is reported once: the second try tells.
      udp.sendto(new Uint8Array(0), address, port)
    }
    sentAt.set(port, performance.now())
  }

  const drain = () => {
    for (;;) {
      const message = udp.recvmsg(2048, s.MSG_ERRQUEUE)
      if (message === null) return
      const error = message.control.find((one) => one.error)?.error
      const sent = sentAt.get(message.port)
      if (!error || sent === undefined || message.address !== address) continue
      if (error.origin !== s.SO_EE_ORIGIN_ICMP || (error.type !== 3 && error.type !== 11)) continue
      const ms = performance.now() - sent
      if (ms > timeoutMs || found.has(message.port)) continue
      const marks: Record<number, string> = { 0: '!N', 1: '!H', 3: '', 13: '!X' }
      const mark = error.type === 11 ? '' : (marks[error.code] ?? `!<${error.code}>`)
      found.set(message.port, { address: error.offender ?? '', ms, mark, type: error.type, code: error.code })
    }
  }

  const wait = async (until: number) => {
    const ms = Math.max(0, Math.ceil(until - performance.now()))
    await s.poll([{ socket: udp, events: s.POLLIN }], ms)
    drain()
  }

  try {
    bind(udp)
    udp.setsockopt(s.IPPROTO_IP, s.IP_RECVERR, 1)
    const hops: Hop[] = []
    for (let ttl = 1, port = 33434; ttl <= maxHops; ttl++) {
      udp.setsockopt(s.IPPROTO_IP, s.IP_TTL, ttl)
      const mine: number[] = []
      const begin = performance.now()
      for (let i = 0; i < probes; i++) {
        while (performance.now() < begin + i * intervalMs) await wait(begin + i * intervalMs)
        mine.push(port)
        send(port++)
      }
      for (const one of mine) {
        const until = sentAt.get(one)! + timeoutMs
        while (!found.has(one) && performance.now() < until) await wait(until)
      }
      const answers = mine.map((one) => found.get(one))
      hops.push({ ttl, answers: answers.map((one) => one ? { address: one.address, ms: one.ms, mark: one.mark } : null) })
      const last = answers.filter((one) => one?.type === 3)
      if (last.some((one) => one!.code === 3)) return { hops, end: 'reached' }
      if (last.length > 0) return { hops, end: 'unreachable' }
    }
    return { hops, end: 'max-hops' }
  } finally {
    udp.close()
  }
}

function bind(udp: s.Socket) {
  for (;;) {
    try {
      return udp.bind('0.0.0.0', 10000 + Math.floor(Math.random() * 20000))
    } catch (error) {
      if ((error as { code?: string }).code !== 'EADDRINUSE') throw error
    }
  }
}
