/** What `client.ts` exports. The prompt shows this. */
export declare function ask(name: string, server: string): Promise<string[]>
