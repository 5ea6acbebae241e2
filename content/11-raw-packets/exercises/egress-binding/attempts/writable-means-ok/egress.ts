import net from 'node:net'
import { AF_INET, poll, SO_BINDTODEVICE, SOCK_STREAM, SOL_SOCKET, type Socket, socket } from 'ackademy:sockets'

export interface Outcome {
  code: string
  ms: number
}

// ---- everything that this program asks of ackademy:sockets ----

const [SOCK_DGRAM, SO_ERROR, SO_REUSEADDR] = [2, 4, 2]
const [POLLIN, POLLOUT] = [1, 4]

/** What a call failed with; null when it would only have had to wait. */
function codeOf(error: unknown): string | null {
  const { code } = error as NodeJS.ErrnoException
  if (code === 'EAGAIN' || code === 'EWOULDBLOCK' || code === 'EINPROGRESS') return null
  if (typeof code !== 'string') throw error
  return code
}

const NAMES: Record<number, string> = {
  100: 'ENETDOWN',
  101: 'ENETUNREACH',
  104: 'ECONNRESET',
  110: 'ETIMEDOUT',
  111: 'ECONNREFUSED',
  113: 'EHOSTUNREACH',
}

class Sock {
  readonly #socket: Socket
  constructor(type: number, accepted?: Socket) {
    this.#socket = accepted ?? socket(AF_INET, type, 0)
  }
  device(name: string) {
    this.#socket.setsockopt(SOL_SOCKET, SO_BINDTODEVICE, name)
  }
  bind(address: string, port: number) {
    this.#socket.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1)
    this.#socket.bind(address, port)
  }
  listen() {
    this.#socket.listen(128)
  }
  /** An accepted connection, or null if there is none. */
  accept(): Sock | null {
    try {
      const accepted = this.#socket.accept()
      return accepted ? new Sock(SOCK_STREAM, accepted.socket) : null
    } catch (error) {
      if (codeOf(error) === null) return null
      throw error
    }
  }
  /** Begins to connect; an error that is known at once is thrown. */
  connect(address: string, port: number) {
    try {
      this.#socket.connect(address, port)
    } catch (error) {
      if (codeOf(error) !== null) throw error
    }
  }
  /** The error that is pending, by its name. */
  pendingError(): string | null {
    const number = this.#socket.getsockopt(SOL_SOCKET, SO_ERROR)
    return number === 0 ? null : (NAMES[number] ?? `E${number}`)
  }
  async poll(events: number, ms: number): Promise<boolean> {
    return (await poll([{ socket: this.#socket, events }], Math.max(0, Math.ceil(ms)))).length > 0
  }
  send(bytes: Uint8Array) {
    this.#socket.send(bytes)
  }
  /** What has arrived: null if nothing has, an empty buffer at the end. */
  receive(): Buffer | null {
    try {
      const got = this.#socket.recvfrom(65535)
      return got && Buffer.from(got.bytes)
    } catch (error) {
      if (codeOf(error) === null) return null
      throw error
    }
  }
  close() {
    this.#socket.close()
  }
}

// ---- the five functions ----

/** Connects by the interface `device`, closes, and says how it went. */
export async function connectVia(device: string, host: string, port: number, timeoutMs = 1000): Promise<Outcome> {
  const start = performance.now()
  const outcome = (code: string): Outcome => ({ code, ms: performance.now() - start })
  const tcp = new Sock(SOCK_STREAM)
  try {
    tcp.device(device)
    tcp.connect(host, port)
    if (!(await tcp.poll(POLLOUT, timeoutMs))) return outcome('ETIMEDOUT')
    return outcome('OK')
  } catch (error) {
    return outcome(codeOf(error) ?? 'ETIMEDOUT')
  } finally {
    tcp.close()
  }
}

/** Connects from the address `local`, by whatever way the host then takes. */
export function connectFrom(local: string, host: string, port: number, timeoutMs = 1000): Promise<Outcome> {
  const start = performance.now()
  return new Promise((resolve) => {
    const client = net.connect({ host, port, localAddress: local })
    const settle = (code: string) => {
      clearTimeout(timer)
      client.destroy()
      resolve({ code, ms: performance.now() - start })
    }
    const timer = setTimeout(settle, timeoutMs, 'ETIMEDOUT')
    client.on('connect', () => settle('OK'))
    client.on('error', (error: NodeJS.ErrnoException) => settle(error.code ?? error.message))
  })
}

/** Sends one datagram by the interface `device`; the text of the answer, or null when none came in time. */
export async function askVia(device: string, host: string, port: number, text: string, timeoutMs = 1000): Promise<string | null> {
  const udp = new Sock(SOCK_DGRAM)
  try {
    udp.device(device)
    udp.connect(host, port) // only answers from there arrive
    udp.send(Buffer.from(text))
    if (!(await udp.poll(POLLIN, timeoutMs))) return null
    return udp.receive()?.toString() ?? null
  } catch (error) {
    codeOf(error)
    return null
  } finally {
    udp.close()
  }
}

/** Both providers at the same time, each by its own interface. */
export async function health(host: string, port: number, timeoutMs = 1000): Promise<{ eth0: Outcome; eth1: Outcome }> {
  const [eth0, eth1] = await Promise.all([
    connectVia('eth0', host, port, timeoutMs),
    connectVia('eth1', host, port, timeoutMs),
  ])
  return { eth0, eth1 }
}

/** Greets each client that connects to `port` through the interface `device`, and ends the connection. */
export async function greetOn(device: string, port: number, greeting: string) {
  const listener = new Sock(SOCK_STREAM)
  listener.device(device)
  listener.bind('0.0.0.0', port)
  listener.listen()
  let isClosed = false

  const greet = async (guest: Sock) => {
    try {
      guest.send(Buffer.from(`${greeting}\n`))
    } catch (error) {
      codeOf(error) // the guest is gone
    } finally {
      guest.close()
    }
  }

  const accepting = (async () => {
    while (!isClosed) {
      if (!(await listener.poll(POLLIN, 100))) continue
      for (let guest = isClosed ? null : listener.accept(); guest; guest = listener.accept()) void greet(guest)
    }
  })()
  accepting.catch(() => {})

  return {
    close() {
      if (isClosed) return
      isClosed = true
      listener.close()
    },
  }
}
