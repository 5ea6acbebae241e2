import net from 'node:net'
import { params } from './params.ts'

const LONGEST = 4_000 // characters of a line
const MOST_PATTERNS = 100 // of one connection

interface Message {
  topic: string
  line: string
}

interface Client {
  socket: net.Socket
  patterns: Set<string>
  queue: Message[] // what waits for 'drain', the oldest first
  lost: number // dropped, and not told yet
  timer?: NodeJS.Timeout
}
const clients = new Set<Client>()

/** `price.*` matches `price.tea`; `price.>` also matches `price.tea.green`. Use it as it is. */
function matches(pattern: string, topic: string): boolean {
  const wanted = pattern.split('.')
  const words = topic.split('.')
  const isOpen = wanted.at(-1) === '>'
  if (isOpen) wanted.pop()
  const isLong = isOpen ? words.length > wanted.length : words.length === wanted.length
  return isLong && wanted.every((word, i) => word === '*' || word === words[i])
}

const wants = (client: Client, topic: string): boolean =>
  [...client.patterns].some((pattern) => matches(pattern, topic))

function publish(topic: string, text: string): void {
  const message = { topic, line: `MSG ${topic} ${text}\n` }
  for (const client of clients) if (wants(client, topic)) deliver(client, message)
}

function deliver(client: Client, message: Message): void {
  if (!client.socket.writableNeedDrain) return void write(client, message.line)
  client.queue.push(message)
  if (client.queue.length <= params.most) return
  client.queue.shift()
  client.lost++
}

/** Only while no 'drain' is awaited, so that one timer runs. */
function write(client: Client, line: string): void {
  if (client.socket.destroyed || client.socket.write(line)) return
  client.timer = setTimeout(() => client.socket.resetAndDestroy(), params.stallMs)
}

function catchUp(client: Client): void {
  clearTimeout(client.timer)
  if (client.lost > 0) write(client, `LOST ${client.lost}\n`)
  client.lost = 0
  while (client.queue.length > 0 && !client.socket.writableNeedDrain) write(client, client.queue.shift()!.line)
}

function unsubscribe(client: Client, pattern: string): void {
  client.patterns.delete(pattern)
  client.queue = client.queue.filter(({ topic }) => wants(client, topic))
}

function forget(client: Client): void {
  clients.delete(client)
  clearTimeout(client.timer)
}

function receive(client: Client, line: string): void {
  const [, verb, topic, text] = /^(SUB|UNSUB|PUB) (\S+)(?: (.+))?$/.exec(line) ?? []
  if (verb === 'PUB' && topic && text) publish(topic, text)
  else if (verb === 'SUB' && topic && !text && client.patterns.size < MOST_PATTERNS) client.patterns.add(topic)
  else if (verb === 'UNSUB' && topic && !text) unsubscribe(client, topic)
  else client.socket.destroy()
}

const server = net.createServer((socket) => {
  const client: Client = { socket, patterns: new Set(), queue: [], lost: 0 }
  let rest = ''
  clients.add(client)
  socket.setEncoding('utf8')
  socket.on('error', () => {}) // 'close' follows
  socket.on('end', () => socket.destroy()) // end() would wait until everything is read
  socket.on('close', () => forget(client))
  socket.on('drain', () => catchUp(client))
  socket.on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n')
    rest = lines.pop()!
    if ([...lines, rest].some(({ length }) => length > LONGEST)) return void socket.destroy()
    for (const line of lines) receive(client, line)
  })
})
server.listen(params.port)
