/** What `service.ts` exports. */
export declare class Service {
  constructor(host: string, port: number)
  ask(question: string): Promise<string>
}
