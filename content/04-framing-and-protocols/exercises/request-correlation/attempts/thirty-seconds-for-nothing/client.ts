import net from 'node:net'
import { params } from './params.ts'

interface Call {
  line: string // without the id
  resolve: (text: string) => void
  reject: (error: Error) => void
  timer: NodeJS.Timeout | undefined
  id: number | undefined
  isDone?: boolean
}

/** What an id is used for: a call, or an answer that comes too late. */
type Slot = Call | 'late' | undefined

/** Many calls at once over one connection. */
export class Client {
  readonly #socket: net.Socket
  readonly #slots: Slot[] = Array<Slot>(params.ids).fill(undefined)
  readonly #queue: Call[] = []
  #active = 0
  #next = 0
  #rest = ''
  #isLost = false

  constructor(host: string, port: number) {
    this.#socket = net.connect(port, host)
    this.#socket.setEncoding('utf8')
    this.#socket.on('data', (text) => {
      const lines = (this.#rest + text).split('\n')
      this.#rest = lines.pop()!
      for (const line of lines) this.#onAnswer(line)
    })
    this.#socket.on('end', () => this.close())
    this.#socket.on('error', () => this.close())
    this.#socket.on('close', () => this.close())
  }

  call(command: string, argument: string, { timeoutMs = 30_000 }: { timeoutMs?: number } = {}): Promise<string> {
    return new Promise((resolve, reject) => {
      if (this.#isLost) throw lost()
      if (argument.includes('\n') || command.includes('\n')) throw new TypeError('a call is one line')
      if (command.includes(params.separator)) throw new TypeError('a command has no separator in it')
      const line = params.separator + command + params.separator + argument + '\n'
      const call: Call = { line, resolve, reject, timer: undefined, id: undefined }
      if (timeoutMs < 2 ** 31) call.timer = setTimeout(() => this.#onTimeout(call, timeoutMs), timeoutMs)
      this.#queue.push(call)
      this.#send()
    })
  }

  close(): void {
    if (this.#isLost) return
    this.#isLost = true
    this.#socket.destroy()
    const inFlight = this.#slots.filter((slot) => typeof slot === 'object')
    for (const call of [...inFlight, ...this.#queue.splice(0)]) {
      call.isDone = true
      call.reject(lost())
    }
    this.#slots.fill(undefined)
  }

  #send(): void {
    while (!this.#isLost && this.#queue.length > 0 && this.#active < params.maxActive) {
      const id = this.#freeId()
      if (id === undefined) return // until a late answer comes
      const call = this.#queue.shift()!
      call.id = id
      this.#slots[id] = call
      this.#active++
      this.#socket.write(id + call.line)
    }
  }

  #freeId(): number | undefined {
    for (let i = 0; i < params.ids; i++) {
      const id = (this.#next + i) % params.ids
      if (this.#slots[id] !== undefined) continue
      this.#next = (id + 1) % params.ids
      return id
    }
    return undefined
  }

  #onAnswer(line: string): void {
    if (this.#isLost) return
    const [field = '', status, ...rest] = line.split(params.separator)
    const id = /^\d+$/.test(field) ? Number(field) : -1
    const slot = this.#slots[id]
    if (slot === undefined) return // nobody asked
    this.#slots[id] = undefined
    if (slot !== 'late') {
      this.#active--
      slot.isDone = true
      const text = rest.join(params.separator)
      if (status === 'OK') slot.resolve(text)
      else slot.reject(new Error(text))
    }
    this.#send()
  }

  #onTimeout(call: Call, timeoutMs: number): void {
    if (call.isDone) return
    if (call.id === undefined) {
      this.#queue.splice(this.#queue.indexOf(call), 1)
    } else {
      this.#slots[call.id] = 'late'
      this.#active--
    }
    call.reject(Object.assign(new Error(`no answer within ${timeoutMs} ms`), { code: 'ETIMEDOUT' }))
    this.#send()
  }
}

function lost(): Error {
  return Object.assign(new Error('the connection is lost'), { code: 'ECONNRESET' })
}
