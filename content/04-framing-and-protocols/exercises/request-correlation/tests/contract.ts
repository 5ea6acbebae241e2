/** What `client.ts` exports. The prompt shows this. */
export declare class Client {
  constructor(host: string, port: number)
  call(command: string, argument: string, options?: { timeoutMs?: number }): Promise<string>
  close(): void
}
