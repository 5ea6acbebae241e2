import net from 'node:net'
import { params } from './params.ts'

const LONGEST = 4_000 // characters of a line
const MOST_PATTERNS = 100 // of one connection

interface Client {
  socket: net.Socket
  patterns: Set<string>
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

function publish(topic: string, text: string): void {
  // Your turn. This writes to every subscriber, however much it has left unread.
  for (const { socket, patterns } of clients)
    for (const pattern of patterns) if (matches(pattern, topic)) socket.write(`MSG ${topic} ${text}\n`)
}

function receive(client: Client, line: string): void {
  const [, verb, topic, text] = /^(SUB|UNSUB|PUB) (\S+)(?: (.+))?$/.exec(line) ?? []
  if (verb === 'PUB' && topic && text) publish(topic, text)
  else if (verb === 'SUB' && topic && !text && client.patterns.size < MOST_PATTERNS) client.patterns.add(topic)
  else if (verb === 'UNSUB' && topic && !text) client.patterns.delete(topic)
  else client.socket.destroy()
}

const server = net.createServer((socket) => {
  const client: Client = { socket, patterns: new Set() }
  let rest = ''
  clients.add(client)
  socket.setEncoding('utf8')
  socket.on('error', () => {}) // 'close' follows
  socket.on('end', () => socket.destroy()) // end() would wait until everything is read
  socket.on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n')
    rest = lines.pop()!
    if ([...lines, rest].some(({ length }) => length > LONGEST)) return void socket.destroy()
    for (const line of lines) receive(client, line)
  })
})
server.listen(params.port)
