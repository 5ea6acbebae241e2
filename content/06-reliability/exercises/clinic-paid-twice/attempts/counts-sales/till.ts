import { randomBytes } from 'node:crypto'
import net from 'node:net'
import { params } from './params.ts'

// The name of this till is random, so a number is enough to tell its sales apart.
const name = randomBytes(12).toString('hex')
let sales = 0

export class Till {
  private host: string
  private port: number

  constructor(host: string, port: number) {
    this.host = host
    this.port = port
  }

  pay(cents: number): Promise<string> {
    sales++
    return this.attempt(`pay ${name}-${sales} ${cents}\n`, params.tries)
  }

  private async attempt(line: string, left: number): Promise<string> {
    const answer = await this.exchange(line)
    if (answer !== undefined) return answer
    if (left === 1) throw new Error('no answer')
    await new Promise((resolve) => setTimeout(resolve, params.pauseMs))
    return this.attempt(line, left - 1)
  }

  /** The answer, or undefined. */
  private exchange(line: string): Promise<string | undefined> {
    return new Promise((resolve) => {
      const socket = net.connect(this.port, this.host)
      const timer = setTimeout(() => socket.destroy(), params.answerMs)
      let text = ''
      socket.on('error', () => {})
      socket.on('data', (chunk) => {
        text += chunk.toString('latin1')
        if (text.includes('\n')) socket.destroy()
      })
      socket.on('end', () => socket.destroy())
      socket.on('close', () => {
        clearTimeout(timer)
        const [answer, ...rest] = text.split('\n')
        resolve(rest.length > 0 ? answer : undefined)
      })
      socket.write(line)
    })
  }
}
