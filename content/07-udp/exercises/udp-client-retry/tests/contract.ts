/** What `rpc.ts` exports. The prompt shows this. */
export declare function call(
  host: string,
  port: number,
  text: string,
  options?: { tries?: number; timeoutMs?: number },
): Promise<string>
