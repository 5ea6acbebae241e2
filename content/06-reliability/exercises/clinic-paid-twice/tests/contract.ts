/** What `till.ts` exports. */
export declare class Till {
  constructor(host: string, port: number)
  pay(cents: number): Promise<string>
}
