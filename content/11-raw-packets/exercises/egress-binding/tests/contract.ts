/** What `egress.ts` exports. The prompt shows this. */
export interface Outcome {
  /** `OK`, or the error's name: ECONNREFUSED, ETIMEDOUT, ENETUNREACH … */
  code: string
  /** Until that was known, in milliseconds. */
  ms: number
}
/** Connects by the interface `device`, closes, and says how it went. */
export declare function connectVia(device: string, host: string, port: number, timeoutMs?: number): Promise<Outcome>
/** Connects from the address `local`, by whatever way the host then takes. */
export declare function connectFrom(local: string, host: string, port: number, timeoutMs?: number): Promise<Outcome>
/** Sends one datagram by the interface `device`; the text of the answer, or null when none came in time. */
export declare function askVia(
  device: string,
  host: string,
  port: number,
  text: string,
  timeoutMs?: number,
): Promise<string | null>
/** Both providers at the same time, each by its own interface. */
export declare function health(
  host: string,
  port: number,
  timeoutMs?: number,
): Promise<{ eth0: Outcome; eth1: Outcome }>
/** Greets each client that connects to `port` through the interface `device`, and ends the connection. Answers leave by the same interface. */
export declare function greetOn(device: string, port: number, greeting: string): Promise<Listening>
export interface Listening {
  close(): void
}
