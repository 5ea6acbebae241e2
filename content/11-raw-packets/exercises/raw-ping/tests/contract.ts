/** What `ping.ts` exports. The prompt shows this. */
export interface Reply {
  /** 1 for the first request. */
  seq: number
  kind: 'reply' | 'timeout' | 'unreachable' | 'ttl-exceeded'
  /** From request to reply, in milliseconds; 0 where none came in time. */
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
}
export declare function ping(
  host: string,
  options?: { count?: number; intervalMs?: number; timeoutMs?: number; size?: number },
): Promise<{ replies: Reply[]; statistics: Statistics }>
