/** What `probe.ts` exports. The prompt shows this. */
export declare function largestPayload(address: string, port: number): Promise<number>
