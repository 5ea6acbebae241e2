/** What `traceroute.ts` exports. The prompt shows this. */
export interface Options {
  /** The largest TTL; default 30. */
  maxHops?: number
  /** For each TTL; default 3. */
  probes?: number
  /** From one probe of a TTL to the next; default 50. */
  intervalMs?: number
  /** How long an answer may take; default 1000. */
  timeoutMs?: number
}
export interface Answer {
  /** The sender of the ICMP error. */
  address: string
  /** From the probe to its answer. */
  ms: number
  /** Empty, or why the way ends there. */
  mark: string
}
export interface Hop {
  ttl: number
  /** One for each probe, in the order of sending; null where none came in time. */
  answers: (Answer | null)[]
}
export interface Trace {
  hops: Hop[]
  end: 'reached' | 'unreachable' | 'max-hops'
}
export declare function traceroute(host: string, options?: Options): Promise<Trace>
