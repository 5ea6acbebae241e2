import { createSocket } from 'node:dgram'

export interface Message {
  text: string
  from: string
}

/** Joins `group` on the interface that has the address `iface`, and receives what is sent to it on `port`. */
export async function join(group: string, port: number, iface: string) {
  const socket = createSocket({ type: 'udp4', reuseAddr: true })
  // Your turn.
  return {
    received: (): Message[] => [],
    leave: async () => {
      socket.close()
    },
  }
}

/** Sends one datagram by the interface that has the address `iface`. */
export async function send(
  group: string,
  port: number,
  text: string,
  options: { iface: string; ttl?: number; loopback?: boolean },
): Promise<void> {}

/** Reads an IGMP message, from its type on. */
export function decode(message: Uint8Array) {
  return null
}
