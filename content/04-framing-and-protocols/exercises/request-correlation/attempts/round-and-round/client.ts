import net from 'node:net'
import { params } from './params.ts'

const { separator, ids, maxActive } = params

type Pending = { resolve(text: string): void; reject(error: Error): void; timer: NodeJS.Timeout }
type Waiting = Pending & { command: string; argument: string; sent?: number }

const withCode = (code: string, message: string) => Object.assign(new Error(message), { code })

/** Many calls at once over one connection. */
export class Client {
  readonly #socket: net.Socket
  readonly #pending = new Map<number, Waiting>()
  readonly #late = new Set<number>()
  #waiting: Waiting[] = []
  #nextId = 0
  #buffer = ''
  #closed = false

  constructor(host: string, port: number) {
    this.#socket = net.connect(port, host)
    this.#socket.setEncoding('utf8')
    this.#socket.on('data', (text) => {
      this.#buffer += text
      let newline: number
      while ((newline = this.#buffer.indexOf('\n')) !== -1) {
        const line = this.#buffer.slice(0, newline)
        this.#buffer = this.#buffer.slice(newline + 1)
        this.#answer(line)
      }
    })
    this.#socket.on('error', () => {})
    this.#socket.on('end', () => this.close())
    this.#socket.on('close', () => this.close())
  }

  call(command: string, argument: string, { timeoutMs = 30_000 }: { timeoutMs?: number } = {}): Promise<string> {
    if (this.#closed) return Promise.reject(withCode('ECONNRESET', 'closed'))
    if (argument.includes('\n')) return Promise.reject(new Error('newline in argument'))
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        if (waiting.sent === undefined) this.#waiting = this.#waiting.filter((other) => other !== waiting)
        else {
          this.#pending.delete(waiting.sent)
          this.#late.add(waiting.sent)
        }
        reject(withCode('ETIMEDOUT', 'timeout'))
        this.#pump()
      }, timeoutMs)
      const waiting: Waiting = { command, argument, resolve, reject, timer }
      this.#waiting.push(waiting)
      this.#pump()
    })
  }

  close(): void {
    if (this.#closed) return
    this.#closed = true
    this.#socket.destroy()
    for (const call of [...this.#pending.values(), ...this.#waiting]) {
      clearTimeout(call.timer)
      call.reject(withCode('ECONNRESET', 'closed'))
    }
    this.#pending.clear()
    this.#waiting = []
  }

  #pump(): void {
    while (this.#waiting.length > 0 && this.#pending.size < maxActive) {
      while (this.#late.has(this.#nextId)) this.#nextId = (this.#nextId + 1) % ids
      const call = this.#waiting.shift()!
      const id = (call.sent = this.#nextId)
      this.#nextId = (this.#nextId + 1) % ids
      this.#pending.set(id, call)
      this.#socket.write(`${id}${separator}${call.command}${separator}${call.argument}\n`)
    }
  }

  #answer(line: string): void {
    const [id = '', status = '', ...text] = line.split(separator)
    if (!/^\d+$/.test(id)) return
    this.#late.delete(Number(id))
    const call = this.#pending.get(Number(id))
    if (call) {
      this.#pending.delete(Number(id))
      clearTimeout(call.timer)
      if (status === 'OK') call.resolve(text.join(separator))
      else call.reject(new Error(text.join(separator)))
    }
    this.#pump()
  }
}
