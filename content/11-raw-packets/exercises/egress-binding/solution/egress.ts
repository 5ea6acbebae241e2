import {
  AF_INET,
  POLLIN,
  POLLOUT,
  poll,
  SO_BINDTODEVICE,
  SO_ERROR,
  SO_REUSEADDR,
  SOCK_DGRAM,
  SOCK_STREAM,
  SOL_SOCKET,
  type Socket,
  socket,
} from 'ackademy:sockets'
import { connect } from 'node:net'
import { getSystemErrorName } from 'node:util'

export interface Outcome {
  code: string
  ms: number
}

/** A socket all of whose packets leave by one interface, whatever the routes of the others say. */
function boundTo(device: string, type: number): Socket {
  const bound = socket(AF_INET, type)
  bound.setsockopt(SOL_SOCKET, SO_BINDTODEVICE, device)
  return bound
}

const codeOf = (error: unknown) => (error as NodeJS.ErrnoException).code ?? 'EIO'

/** Connects by the interface `device`, closes, and says how it went. */
export async function connectVia(device: string, host: string, port: number, timeoutMs = 1000): Promise<Outcome> {
  const started = performance.now()
  const done = (code: string): Outcome => ({ code, ms: performance.now() - started })
  const tcp = boundTo(device, SOCK_STREAM)
  try {
    tcp.connect(host, port)
    const [ready] = await poll([{ socket: tcp, events: POLLOUT }], timeoutMs)
    if (!ready) return done('ETIMEDOUT')
    const error = tcp.getsockopt(SOL_SOCKET, SO_ERROR)
    return done(error === 0 ? 'OK' : getSystemErrorName(-error))
  } catch (error) {
    return done(codeOf(error))
  } finally {
    tcp.close()
  }
}

/** Connects from the address `local`, by whatever way the host then takes. */
export function connectFrom(local: string, host: string, port: number, timeoutMs = 1000): Promise<Outcome> {
  const started = performance.now()
  return new Promise((resolve) => {
    const connection = connect({ host, port, localAddress: local, timeout: timeoutMs })
    const done = (code: string) => {
      connection.destroy()
      resolve({ code, ms: performance.now() - started })
    }
    connection.on('connect', () => done('OK'))
    connection.on('timeout', () => done('ETIMEDOUT'))
    connection.on('error', (error) => done(codeOf(error)))
  })
}

/** Sends one datagram by the interface `device`; the text of the answer, or null when none came in time. */
export async function askVia(
  device: string,
  host: string,
  port: number,
  text: string,
  timeoutMs = 1000,
): Promise<string | null> {
  const deadline = performance.now() + timeoutMs
  const udp = boundTo(device, SOCK_DGRAM)
  try {
    udp.sendto(Buffer.from(text), host, port)
    for (let answer = null; ; answer = udp.recvfrom(65_535)) {
      if (answer?.address === host && answer.port === port) return Buffer.from(answer.bytes).toString()
      const [ready] = await poll([{ socket: udp, events: POLLIN }], Math.max(0, deadline - performance.now()))
      if (!ready) return null
    }
  } finally {
    udp.close()
  }
}

/** Both providers at the same time, each by its own interface. */
export async function health(host: string, port: number, timeoutMs = 1000): Promise<{ eth0: Outcome; eth1: Outcome }> {
  const [eth0, eth1] = await Promise.all(['eth0', 'eth1'].map((device) => connectVia(device, host, port, timeoutMs)))
  return { eth0: eth0!, eth1: eth1! }
}

/** Greets each client that connects to `port` through the interface `device`, and ends the connection. */
export async function greetOn(device: string, port: number, greeting: string) {
  // A connection that is accepted stays on the interface of the socket that listened.
  const listener = boundTo(device, SOCK_STREAM)
  listener.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1)
  listener.bind('0.0.0.0', port)
  listener.listen(16)
  const greet = (guest: Socket) => {
    try {
      guest.send(Buffer.from(`${greeting}\n`))
    } catch {
      // A guest who has gone already needs no greeting.
    } finally {
      guest.close()
    }
  }
  let open = true
  const serve = async () => {
    while (open) {
      await poll([{ socket: listener, events: POLLIN }], 100)
      if (!open) break
      for (let next = listener.accept(); next; next = listener.accept()) {
        greet(next.socket)
      }
    }
    listener.close()
  }
  void serve()
  return {
    close() {
      open = false
    },
  }
}
