/** What `link.ts` exports. The prompt shows this. */
export interface LinkOptions {
  host: string
  port: number
  quietMs: number
  pongMs: number
}
export declare class Link {
  constructor(options: LinkOptions)
  ask(line: string): Promise<string>
  rtt(): number | null
  whenClosed(): Promise<string>
  close(): void
}
