/** What `sender.ts` exports. The prompt shows this. */
export declare function sendStream(
  data: Uint8Array,
  host: string,
  port: number,
  options?: { first?: number },
): Promise<void>

/** What `receiver.ts` exports. */
export declare function receiveStream(port: number): Promise<Uint8Array>
