import net from 'node:net'
import { params } from './params.ts'

interface Job {
  question: string
  resolve(answer: string): void
  reject(error: Error): void
}

export class Service {
  readonly #host: string
  readonly #port: number
  readonly #jobs: Job[] = []
  readonly #sockets = new Set<net.Socket>()

  constructor(host: string, port: number) {
    this.#host = host
    this.#port = port
  }

  ask(question: string): Promise<string> {
    return new Promise((resolve, reject) => {
      this.#jobs.push({ question, resolve, reject })
      this.#next()
    })
  }

  #next(): void {
    if (this.#sockets.size >= params.most) return
    const job = this.#jobs.shift()
    if (!job) return
    const socket = net.connect({ host: this.#host, port: this.#port })
    this.#sockets.add(socket)
    const chunks: Buffer[] = []
    const timer = setTimeout(() => socket.destroy(new Error('timeout')), params.answerMs)
    socket.on('data', (chunk: Buffer) => {
      chunks.push(chunk)
      if (!chunk.includes(10)) return
      const all = Buffer.concat(chunks)
      job.resolve(all.toString('utf8', 0, all.indexOf(10)))
      socket.destroy()
    })
    socket.on('end', () => socket.destroy(new Error('closed')))
    socket.on('error', (error) => job.reject(error))
    socket.on('close', () => {
      clearTimeout(timer)
      this.#sockets.delete(socket)
      this.#next()
    })
    socket.write(`${job.question}\n`)
  }
}
