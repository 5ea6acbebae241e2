import { randomUUID } from 'node:crypto'
import { connect } from 'node:net'
import { createInterface } from 'node:readline'
import { params } from './params.ts'

interface Sale {
  id: string
  cents: number
  tries: number
  resolve(answer: string): void
  reject(error: Error): void
}

export class Till {
  host: string
  port: number

  constructor(host: string, port: number) {
    this.host = host
    this.port = port
  }

  pay(cents: number): Promise<string> {
    return new Promise((resolve, reject) => this.start({ id: randomUUID(), cents, tries: 0, resolve, reject }))
  }

  start(sale: Sale) {
    sale.tries += 1
    const socket = connect({ host: this.host, port: this.port })
    const timer = setTimeout(() => socket.destroy(), params.answerMs)
    socket.on('error', () => {})
    socket.on('close', () => {
      clearTimeout(timer)
      if (sale.tries >= params.tries) sale.reject(new Error('the payment service does not answer'))
      else setTimeout(() => this.start(sale), params.pauseMs)
    })
    const lines = createInterface({ input: socket })
    lines.on('error', () => {})
    lines.once('line', (answer) => {
      sale.resolve(answer)
      sale.tries = Infinity
      socket.destroy()
    })
    socket.write(`pay ${sale.id} ${sale.cents}\n`)
  }
}
