import { createSocket, type Socket as UdpSocket } from 'node:dgram'
import { lookup } from 'node:dns/promises'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { AF_INET, IPPROTO_ICMP, POLLIN, poll, SOCK_RAW, socket } from 'ackademy:sockets'

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

/** Probes that wait, by `protocol target source destination` of what an error quotes. */
type Waiting = Map<string, (from: string, code: number | null) => void>

interface Outcome {
  answer: Answer | null
  code: number | null
}

function deliver(packet: { bytes: Uint8Array; address: string }, waiting: Waiting) {
  const view = Buffer.from(packet.bytes)
  const icmp = (view[0]! % 16) * 4
  const quoted = icmp + 8
  if (view.length < quoted + 20) return
  const ports = quoted + (view[quoted]! % 16) * 4
  if (view.length < ports + 4) return
  const [type, code] = [view[icmp]!, view[icmp + 1]!]
  if (type !== 11 && type !== 3) return
  const target = [...view.subarray(quoted + 16, quoted + 20)].join('.')
  const key = `${view[quoted + 9]} ${target} ${view.readUInt16BE(ports)} ${view.readUInt16BE(ports + 2)}`
  waiting.get(key)?.(packet.address, type === 3 ? code : null)
}

/** One probe: a promise that its answer or its timer settles. */
async function probe(udp: UdpSocket, port: number, target: string, timeoutMs: number, waiting: Waiting): Promise<Outcome> {
  const key = `17 ${target} ${udp.address().port} ${port}`
  let timer: NodeJS.Timeout | undefined
  const sentAt = performance.now()
  try {
    return await new Promise<Outcome>((resolve, reject) => {
      waiting.set(key, (address, code) => {
        const mark = code === null || code === 3 ? '' : ['!N', '!H'][code] ?? (code === 13 ? '!X' : `!<${code}>`)
        resolve({ answer: { address, ms: performance.now() - sentAt, mark }, code })
      })
      timer = setTimeout(resolve, timeoutMs, { answer: null, code: null })
      udp.send('', port, target, (error) => error && reject(error))
    })
  } finally {
    clearTimeout(timer)
    waiting.delete(key)
  }
}

export async function traceroute(host: string, options: Options = {}): Promise<Trace> {
  const { maxHops = 30, probes = 3, intervalMs = 50, timeoutMs = 1000 } = options
  const { address } = await lookup(host, { family: 4 })
  const waiting: Waiting = new Map()
  const icmp = socket(AF_INET, SOCK_RAW, IPPROTO_ICMP)
  const udp = createSocket('udp4')
  let isOver = false
  const reading = (async () => {
    while (!isOver) {
      await poll([{ socket: icmp, events: POLLIN }], 20)
      for (let packet = icmp.recvfrom(2048); packet; packet = icmp.recvfrom(2048)) deliver(packet, waiting)
    }
  })()
  try {
    udp.bind(0)
    await once(udp, 'listening')
    const hops: Hop[] = []
    for (let ttl = 1; ttl <= maxHops; ttl++) {
      udp.setTTL(ttl)
      const outcomes = await Promise.all(
        Array.from({ length: probes }, async (_, i) => {
          if (i > 0) await sleep(i * intervalMs)
          return probe(udp, 33434 + (ttl - 1) * probes + i, address, timeoutMs, waiting)
        }),
      )
      hops.push({ ttl, answers: outcomes.map(({ answer }) => answer) })
      const codes = outcomes.map(({ code }) => code).filter((code) => code !== null)
      if (codes.length > 0) return { hops, end: codes.includes(3) ? 'reached' : 'unreachable' }
    }
    return { hops, end: 'max-hops' }
  } finally {
    isOver = true
    await reading.catch(() => {})
    udp.close()
    icmp.close()
  }
}
