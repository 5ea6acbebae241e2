import { EventEmitter } from 'node:events'
import net from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { params } from './params.ts'

const shutdown = new EventEmitter().setMaxListeners(0)
let isShuttingDown = false
shutdown.once('start', () => (isShuttingDown = true))

class Guest {
  readonly #socket: net.Socket
  readonly #atWork = new Set<string | symbol>()
  #rest = ''

  constructor(socket: net.Socket) {
    this.#socket = socket
    socket.setEncoding('utf8')
    socket.on('data', (text) => this.#hear(String(text)))
    socket.on('error', () => socket.destroy())
    shutdown.on('start', this.#leave)
    socket.on('close', () => shutdown.off('start', this.#leave))
  }

  #hear(text: string): void {
    const lines = (this.#rest + text).split('\n')
    this.#rest = lines.pop() ?? ''
    for (const line of lines) void this.#serve(line)
  }

  async #serve(line: string): Promise<void> {
    const job = Symbol(line)
    this.#atWork.add(job)
    await delay(params.workMs)
    this.#socket.write(`heard ${line}\n`)
    this.#atWork.delete(job)
    this.#leave()
  }

  readonly #leave = () => {
    if (isShuttingDown && this.#atWork.size === 0) this.#socket.end()
  }
}

const server = net.createServer((socket) => void new Guest(socket))
server.listen(params.port)

process.on('SIGTERM', () => {
  if (isShuttingDown) return
  const timer = setTimeout(() => {
    console.log('shutdown timeout exceeded')
    process.exit(1)
  }, params.graceMs)
  server.close(() => {
    clearTimeout(timer)
    console.log('all connections closed')
    process.exit(0)
  })
  shutdown.emit('start')
})
