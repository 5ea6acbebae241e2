/** What `verify.ts` exports. The prompt shows this. */
export interface Answer {
  addresses: string[]
  code: string | null
}
export interface Report {
  lookup: Answer
  servers: ({ server: string } & Answer)[]
  verdict: string
}
export declare function verify(name: string, servers: string[]): Promise<Report>
