/** What `client.ts` exports. */
export declare function ask(host: string, port: number, questions: string[]): Promise<string[]>
