/** What `pool.ts` exports. The prompt shows this. */
export interface PoolOptions {
  host: string
  port: number
  max: number
  idleMs?: number
  maxLifeMs?: number
  acquireMs?: number
  connectMs?: number
}
export declare class Pool {
  constructor(options: PoolOptions)
  acquire(): Promise<Connection>
  release(connection: Connection, options?: { broken?: boolean }): void
  drain(): Promise<void>
}
export declare class Connection {
  ask(line: string): Promise<string>
}
