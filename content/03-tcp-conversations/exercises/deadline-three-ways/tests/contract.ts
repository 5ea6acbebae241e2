/** What `caller.ts` exports. */
export interface Caller {
  ask(question: string): Promise<string>
  close(): void
}
export declare function connect(host: string, port: number, signal?: AbortSignal): Promise<Caller>
