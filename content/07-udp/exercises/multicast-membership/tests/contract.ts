/** What `group.ts` exports. The prompt shows this. */
export interface Message {
  text: string
  /** Address of the sender. */
  from: string
}
export interface Receiver {
  /** All that has come so far, in order. */
  received(): Message[]
  /** Leaves the group and closes the socket; resolves when that is done. */
  leave(): Promise<void>
}
/** Joins `group` on the interface that has the address `iface`, and receives what is sent to it on `port`. Rejects for what is no group to join. */
export declare function join(group: string, port: number, iface: string): Promise<Receiver>
/** Sends one datagram by the interface that has the address `iface`. Programs on this host hear it only with `loopback`. */
export declare function send(
  group: string,
  port: number,
  text: string,
  options: { iface: string; ttl?: number; loopback?: boolean },
): Promise<void>
export interface GroupRecord {
  /** RFC 3376 4.2.12: 1 to 6. */
  type: number
  group: string
  sources: string[]
}
export type IgmpMessage =
  | { kind: 'query'; version: 2 | 3; group: string; maxResponseMs: number }
  | { kind: 'report'; version: 2; group: string }
  | { kind: 'report'; version: 3; records: GroupRecord[] }
  | { kind: 'leave'; group: string }
/** Reads an IGMP message, from its type on. Null for what is none, is cut short, or has a wrong checksum. */
export declare function decode(message: Uint8Array): IgmpMessage | null
