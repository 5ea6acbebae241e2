import { AF_INET, IPPROTO_ICMP, SOCK_DGRAM, SOCK_RAW, socket } from 'ackademy:sockets'

export interface Options {
  maxHops?: number
  probes?: number
  intervalMs?: number
  timeoutMs?: number
}

/** What came back for one probe. */
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

export async function traceroute(host: string, options: Options = {}): Promise<Trace> {
  const { maxHops = 30, probes = 3, intervalMs = 50, timeoutMs = 1000 } = options
  const hops: Hop[] = []
  const udp = socket(AF_INET, SOCK_DGRAM)
  const icmp = socket(AF_INET, SOCK_RAW, IPPROTO_ICMP)
  // Your turn: send probes to `host` with TTL 1, 2, 3 …, and find the answer to each.
  udp.close()
  icmp.close()
  return { hops, end: 'max-hops' }
}
