import net from 'node:net'
import { params } from './params.ts'

const LONGEST = 4_000 // characters of a line
const MOST_PATTERNS = 100 // of one connection

/** One connection. `behindSince` is the time at which write() said false, or 0. */
class Client {
  readonly socket: net.Socket
  patterns = new Set<string>()
  behindSince = 0
  #waiting: { topic: string; line: string }[] = []
  #lost = 0

  constructor(socket: net.Socket) {
    this.socket = socket
    socket.on('drain', () => this.#continue())
  }

  wants(topic: string): boolean {
    for (const pattern of this.patterns) if (matches(pattern, topic)) return true
    return false
  }

  send(topic: string, line: string): void {
    this.#waiting.push({ topic, line })
    if (this.behindSince === 0) this.#continue()
    while (this.#waiting.length > params.most) {
      this.#waiting.shift()
      this.#lost += 1
    }
  }

  unsubscribe(pattern: string): void {
    this.patterns.delete(pattern)
    const kept = []
    for (const entry of this.#waiting) if (this.wants(entry.topic)) kept.push(entry)
    this.#waiting = kept
  }

  #continue(): void {
    this.behindSince = 0
    if (this.#lost > 0) this.#write('LOST ' + this.#lost + '\n')
    this.#lost = 0
    while (this.behindSince === 0) {
      const entry = this.#waiting.shift()
      if (!entry) return
      this.#write(entry.line)
    }
  }

  #write(line: string): void {
    if (!this.socket.write(line)) this.behindSince = performance.now()
  }
}

let clients: Client[] = []

// One timer looks for subscribers that are behind for too long.
setInterval(() => {
  const latest = performance.now() - params.stallMs
  for (const { socket, behindSince } of clients)
    if (behindSince > 0 && behindSince < latest) socket.resetAndDestroy()
}, 50)

/** `price.*` matches `price.tea`; `price.>` also matches `price.tea.green`. Use it as it is. */
function matches(pattern: string, topic: string): boolean {
  const wanted = pattern.split('.')
  const words = topic.split('.')
  const isOpen = wanted.at(-1) === '>'
  if (isOpen) wanted.pop()
  const isLong = isOpen ? words.length > wanted.length : words.length === wanted.length
  return isLong && wanted.every((word, i) => word === '*' || word === words[i])
}

function publish(topic: string, text: string): void {
  for (const client of clients.filter((one) => one.wants(topic))) client.send(topic, `MSG ${topic} ${text}\n`)
}

function receive(client: Client, line: string): void {
  const [, verb, topic, text] = /^(SUB|UNSUB|PUB) (\S+)(?: (.+))?$/.exec(line) ?? []
  if (verb === 'PUB' && topic && text) publish(topic, text)
  else if (verb === 'SUB' && topic && !text && client.patterns.size < MOST_PATTERNS) client.patterns.add(topic)
  else if (verb === 'UNSUB' && topic && !text) client.unsubscribe(topic)
  else client.socket.destroy()
}

const server = net.createServer((socket) => {
  const client = new Client(socket)
  let rest = ''
  clients.push(client)
  socket.setEncoding('utf8')
  socket.on('error', () => {}) // 'close' follows
  socket.on('close', () => {
    clients = clients.filter((one) => one !== client)
  })
  socket.on('end', () => socket.destroy()) // end() would wait until everything is read
  socket.on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n')
    rest = lines.pop()!
    if ([...lines, rest].some(({ length }) => length > LONGEST)) return void socket.destroy()
    for (const line of lines) receive(client, line)
  })
})
server.listen(params.port)
