/** What `caller.ts` exports. The prompt shows this. */
export interface CallerOptions {
  host: string
  port: number
  baseMs?: number
  capMs?: number
  tryMs?: number
  totalMs?: number
  openMs?: number
}
export declare class Caller {
  constructor(options: CallerOptions)
  ask(line: string, options?: { isIdempotent?: boolean }): Promise<string>
}
