/** What `ping.ts` exports. The prompt shows this. */
export interface Options {
  /** Requests; default 4. */
  count?: number
  /** From one request to the next; default 1000. */
  intervalMs?: number
  /** How long a reply may take; default 1000. */
  timeoutMs?: number
  /** Bytes after the ICMP header; default 56. */
  size?: number
  /** Of the requests; default: the host's. */
  ttl?: number
  /** Routers must not cut the requests into fragments, and neither may this host. */
  df?: boolean
  /** Whether the address may be a broadcast address. */
  broadcast?: boolean
}
export interface Reply {
  /** 1 for the first request. */
  seq: number
  kind: 'reply' | 'timeout' | 'unreachable' | 'ttl-exceeded'
  /** From request to answer, in milliseconds; 0 where none came in time. */
  ms: number
  /** Further replies to the same request. */
  duplicates: number
  /** A reply came, but after the timeout. */
  late: boolean
}
export interface Statistics {
  sent: number
  received: number
  lossPercent: number
  /** Of the replies that came in time, in milliseconds; null where there was none. */
  min: number | null
  avg: number | null
  max: number | null
  /** Standard deviation. */
  mdev: number | null
}
export declare function ping(host: string, options?: Options): Promise<{ replies: Reply[]; statistics: Statistics }>
