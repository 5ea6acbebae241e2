import net from 'node:net'
import { params } from './params.ts'

class Conversation {
  socket: net.Socket
  rest: Buffer[] = []
  length = 0
  ended = false

  constructor(socket: net.Socket) {
    this.socket = socket
    if (params.banner) this.say(params.banner)
    socket.on('data', (chunk) => this.read(chunk))
    socket.on('end', () => this.last())
  }
  say(text: string) {
    this.socket.write(`${text}\n`)
  }
  stop(text: string) {
    this.ended = true
    this.socket.end(`${text}\n`)
  }
  read(chunk: Buffer) {
    while (!this.ended && chunk.length > 0) {
      const at = chunk.indexOf(10)
      const part = at < 0 ? chunk : chunk.subarray(0, at)
      this.rest.push(part)
      this.length += part.length
      if (this.length > params.maxLine) return this.stop('ERR too long')
      if (at < 0) return
      chunk = chunk.subarray(at + 1)
      this.line()
    }
  }
  line() {
    const text = Buffer.concat(this.rest).toString('utf8').replace(/\r$/, '')
    this.rest = []
    this.length = 0
    if (text === 'PING') this.say('PONG')
    else if (text === 'QUIT') this.stop('BYE')
    else this.say(params.prefix + text)
  }
  last() {
    if (!this.ended && this.length > 0 && params.tail === 'echo') this.line()
  }
}

net.createServer((socket) => new Conversation(socket)).listen(params.port)
