import { AF_INET, IPPROTO_ICMP, SOCK_RAW, socket } from 'ackademy:sockets'

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

export async function ping(host: string, options: Options = {}) {
  const { count = 4 } = options
  const replies: Reply[] = []
  const icmp = socket(AF_INET, SOCK_RAW, IPPROTO_ICMP)
  // Your turn: send `count` echo requests to the host, and read the replies.
  icmp.close()
  const none = { min: null, avg: null, max: null, mdev: null }
  return { replies, statistics: { sent: count, received: 0, lossPercent: 100, ...none } }
}

// Run pings the server; in the terminal, "node ping.ts r2" pings another.
if (import.meta.main) console.log(await ping(process.argv[2] ?? 'server'))
