import net from 'node:net'
import { params } from './params.ts'

/** Node takes a longer time for one of 1 ms. */
const LONGEST_TIMER = 2 ** 31 - 1

interface Call {
  command: string
  argument: string
  timer: NodeJS.Timeout
  resolve(text: string): void
  reject(error: Error): void
}

/** Many calls at once over one connection. */
export class Client {
  readonly #socket: net.Socket
  readonly #waiting: Call[] = [] // not sent yet
  readonly #active = new Map<number, Call>() // sent, by id
  readonly #forgotten = new Set<number>() // ids of calls that gave up, whose answers may still come
  #nextId = 0
  #lost: Error | null = null

  constructor(host: string, port: number) {
    this.#socket = net.connect(port, host)
    this.#socket.setNoDelay(true) // a question must not wait until the one before it is acknowledged
    let rest: Buffer = Buffer.alloc(0)
    this.#socket.on('data', (chunk) => {
      rest = Buffer.concat([rest, chunk])
      for (let end = rest.indexOf(10); end >= 0; end = rest.indexOf(10)) {
        this.#receive(rest.subarray(0, end).toString('utf8'))
        rest = rest.subarray(end + 1)
      }
    })
    this.#socket.on('end', () => this.#lose()) // the server sends nothing more, so no answer either
    this.#socket.on('error', (cause) => this.#lose(cause))
    this.#socket.on('close', () => this.#lose())
  }

  call(command: string, argument: string, { timeoutMs = 30_000 }: { timeoutMs?: number } = {}): Promise<string> {
    if (/\n/.test(command + argument)) return Promise.reject(new TypeError('a call is one line'))
    if (this.#lost) return Promise.reject(this.#lost)
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.#giveUp(call), Math.min(timeoutMs, LONGEST_TIMER))
      const call: Call = { command, argument, timer, resolve, reject }
      this.#waiting.push(call)
      this.#sendWaiting()
    })
  }

  close(): void {
    this.#socket.destroy()
  }

  #sendWaiting(): void {
    while (this.#waiting.length > 0 && this.#active.size < params.maxActive) {
      const id = this.#freeId()
      if (id === null) return // as soon as a late answer has come, there is one
      const call = this.#waiting.shift()!
      this.#active.set(id, call)
      this.#socket.write(`${[id, call.command, call.argument].join(params.separator)}\n`)
    }
  }

  #freeId(): number | null {
    for (let i = 0; i < params.ids; i++) {
      const id = (this.#nextId + i) % params.ids
      if (this.#active.has(id) || this.#forgotten.has(id)) continue
      this.#nextId = id + 1
      return id
    }
    return null
  }

  #receive(line: string): void {
    const [field = '', status, text] = cut(line, 3)
    if (!/^\d+$/.test(field)) return // Number('') is 0
    if ((status !== 'OK' && status !== 'ERR') || text === undefined) return // no answer to anything
    const id = Number(field)
    const call = this.#active.get(id)
    this.#active.delete(id)
    this.#forgotten.delete(id)
    if (call) {
      clearTimeout(call.timer)
      if (status === 'OK') call.resolve(text)
      else call.reject(new Error(text))
    }
    this.#sendWaiting()
  }

  #giveUp(call: Call): void {
    const place = this.#waiting.indexOf(call)
    if (place >= 0) this.#waiting.splice(place, 1)
    for (const [id, active] of this.#active)
      if (active === call) {
        this.#active.delete(id)
        this.#forgotten.add(id)
      }
    call.reject(errorWith('ETIMEDOUT', `no answer to ${call.command}`))
    this.#sendWaiting()
  }

  #lose(cause?: Error): void {
    if (this.#lost) return
    this.#lost = errorWith('ECONNRESET', 'the connection is lost', cause)
    this.#socket.destroy() // a server that has closed its half may never read what still waits here
    for (const call of [...this.#active.values(), ...this.#waiting]) {
      clearTimeout(call.timer)
      call.reject(this.#lost)
    }
    this.#active.clear()
    this.#waiting.length = 0
  }
}

/** The first parts of a line; the last of them has all the rest. */
function cut(line: string, parts: number): string[] {
  const all = line.split(params.separator)
  return [...all.slice(0, parts - 1), all.slice(parts - 1).join(params.separator)]
}

const errorWith = (code: string, message: string, cause?: Error) =>
  Object.assign(new Error(message, { cause }), { code })
