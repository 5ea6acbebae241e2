import { AF_INET, SO_BINDTODEVICE, SOCK_STREAM, SOL_SOCKET, socket } from 'ackademy:sockets'

export interface Outcome {
  code: string
  ms: number
}

/** Connects by the interface `device`, closes, and says how it went. */
export async function connectVia(device: string, host: string, port: number, timeoutMs = 1000): Promise<Outcome> {
  // Your turn. `node:net` cannot do this; a socket of your own can.
  return { code: 'ENOSYS', ms: 0 }
}

/** Connects from the address `local`, by whatever way the host then takes. */
export async function connectFrom(local: string, host: string, port: number, timeoutMs = 1000): Promise<Outcome> {
  return { code: 'ENOSYS', ms: 0 }
}

/** Sends one datagram by the interface `device`; the text of the answer, or null when none came in time. */
export async function askVia(device: string, host: string, port: number, text: string, timeoutMs = 1000): Promise<string | null> {
  return null
}

/** Both providers at the same time, each by its own interface. */
export async function health(host: string, port: number, timeoutMs = 1000): Promise<{ eth0: Outcome; eth1: Outcome }> {
  return { eth0: { code: 'ENOSYS', ms: 0 }, eth1: { code: 'ENOSYS', ms: 0 } }
}

/** Greets each client that connects to `port` through the interface `device`, and ends the connection. */
export async function greetOn(device: string, port: number, greeting: string) {
  return { close() {} }
}
