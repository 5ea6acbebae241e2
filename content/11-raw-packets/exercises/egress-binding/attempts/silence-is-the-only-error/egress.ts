import net from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
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

class Failure extends Error {
  readonly code: string
  constructor(code: string) {
    super(code)
    this.code = code
  }
}

/** A socket bound to a device for as long as `work` takes. */
async function on<T>(device: string, type: number, work: (sock: Sock) => Promise<T>): Promise<T> {
  const sock = new Sock(type)
  try {
    sock.device(device)
    return await work(sock)
  } finally {
    sock.close()
  }
}

/** How long `work` took, and whether it failed. */
async function measured(work: () => Promise<void>): Promise<Outcome> {
  const began = performance.now()
  const code = await work().then(
    () => 'OK',
    (error: NodeJS.ErrnoException) => error.code ?? String(error),
  )
  return { code, ms: performance.now() - began }
}

/** Connects by the interface `device`, closes, and says how it went. */
export async function connectVia(device: string, host: string, port: number, timeoutMs = 1000): Promise<Outcome> {
  return measured(() =>
    on(device, SOCK_STREAM, async (sock) => {
      try {
        sock.connect(host, port)
      } catch {
        await sleep(timeoutMs) // it may come up again meanwhile
        throw new Failure('ETIMEDOUT')
      }
      const isDecided = await sock.poll(POLLOUT, timeoutMs)
      const code = isDecided ? sock.pendingError() : 'ETIMEDOUT'
      if (code !== null) throw new Failure(code)
    }),
  )
}

/** Connects from the address `local`, by whatever way the host then takes. */
export async function connectFrom(local: string, host: string, port: number, timeoutMs = 1000): Promise<Outcome> {
  return measured(async () => {
    const client = new net.Socket()
    let timer: NodeJS.Timeout | undefined
    try {
      await new Promise<void>((resolve, reject) => {
        timer = setTimeout(() => reject(new Failure('ETIMEDOUT')), timeoutMs)
        client.once('error', reject)
        client.connect({ host, port, localAddress: local }, resolve)
      })
    } finally {
      clearTimeout(timer)
      client.on('error', () => {})
      client.destroy()
    }
  })
}

/** Sends one datagram by the interface `device`; the text of the answer, or null when none came in time. */
export async function askVia(device: string, host: string, port: number, text: string, timeoutMs = 1000): Promise<string | null> {
  const answer = on(device, SOCK_DGRAM, async (sock) => {
    sock.connect(host, port)
    sock.send(Buffer.from(text, 'utf8'))
    return (await sock.poll(POLLIN, timeoutMs)) ? sock.receive() : null
  })
  return answer.then(
    (bytes) => bytes && bytes.toString('utf8'),
    () => null,
  )
}

/** Both providers at the same time, each by its own interface. */
export async function health(host: string, port: number, timeoutMs = 1000): Promise<{ eth0: Outcome; eth1: Outcome }> {
  const eth0 = connectVia('eth0', host, port, timeoutMs)
  const eth1 = connectVia('eth1', host, port, timeoutMs)
  return { eth0: await eth0, eth1: await eth1 }
}

/** Greets each client that connects to `port` through the interface `device`, and ends the connection. */
export async function greetOn(device: string, port: number, greeting: string) {
  const door = new Sock(SOCK_STREAM)
  const words = Buffer.from(greeting + '\n')
  try {
    door.device(device)
    door.bind('0.0.0.0', port)
    door.listen()
  } catch (error) {
    door.close()
    throw error
  }

  /** Guests who were greeted and haven't closed their side yet, and how many more looks they get. */
  const leaving = new Map<Sock, number>()
  const look = setInterval(() => {
    for (let guest = door.accept(); guest; guest = door.accept()) {
      leaving.set(guest, 0)
      try {
        guest.send(words)
      } catch {
        // gone
      }
    }
    for (const [guest, looks] of leaving) {
      let isOver = looks === 0
      try {
        isOver ||= guest.receive()?.length === 0
      } catch {
        isOver = true
      }
      leaving.set(guest, looks - 1)
      if (!isOver) continue
      guest.close()
      leaving.delete(guest)
    }
  }, 10)

  return {
    close() {
      clearInterval(look)
      for (const guest of leaving.keys()) guest.close()
      leaving.clear()
      door.close()
    },
  }
}
