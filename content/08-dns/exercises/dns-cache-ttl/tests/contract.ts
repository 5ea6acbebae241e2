/** What `cache.ts` exports. The prompt shows this. */
export declare function lookup(name: string, type: number, options?: { signal?: AbortSignal }): Promise<Reply>

export interface Reply {
  rcode: number
  answers: { name: string; type: number; ttl: number; data: string }[]
  soa: { ttl: number; minimum: number } | null
}
