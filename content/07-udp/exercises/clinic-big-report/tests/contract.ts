/** What `report.ts` exports. The prompt shows this. */
export declare function report(host: string, port: number, counters: [name: string, value: number][]): Promise<void>
