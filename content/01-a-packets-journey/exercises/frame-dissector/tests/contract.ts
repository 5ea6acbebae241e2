/** What `dissect.ts` exports. The prompt shows this. */
export interface Dissection {
  destination: string
  source: string
  vlan: number | null
  type: number
  ip: { source: string; destination: string; ttl: number; protocol: number } | null
  ports: { source: number; destination: number } | null
  data: Uint8Array
}
export declare function dissect(frame: Uint8Array): Dissection | null
