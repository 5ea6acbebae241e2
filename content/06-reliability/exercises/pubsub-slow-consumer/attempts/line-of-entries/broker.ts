import net from 'node:net'
import { params } from './params.ts'

const LONGEST = 4_000 // characters of a line
const MOST_PATTERNS = 100 // of one connection

interface Entry {
  topic?: string
  text: string
  missing: number // more than 0: this stands for messages that were dropped
}

const patternsOf = new Map<net.Socket, Set<string>>()
const entriesOf = new Map<net.Socket, Entry[]>()
const alarms = new Map<net.Socket, NodeJS.Timeout>()

interface Client {
  socket: net.Socket
  patterns: Set<string>
}

/** `price.*` matches `price.tea`; `price.>` also matches `price.tea.green`. Use it as it is. */
function matches(pattern: string, topic: string): boolean {
  const wanted = pattern.split('.')
  const words = topic.split('.')
  const isOpen = wanted.at(-1) === '>'
  if (isOpen) wanted.pop()
  const isLong = isOpen ? words.length > wanted.length : words.length === wanted.length
  return isLong && wanted.every((word, i) => word === '*' || word === words[i])
}

function hasMatch(socket: net.Socket, topic: string): boolean {
  return Array.from(patternsOf.get(socket) ?? []).findIndex((pattern) => matches(pattern, topic)) >= 0
}

function publish(topic: string, text: string): void {
  const sockets = [...patternsOf.keys()].filter((socket) => hasMatch(socket, topic))
  sockets.forEach((socket) => {
    const entries = entriesOf.get(socket)!
    entries.push({ topic, text: `MSG ${topic} ${text}`, missing: 0 })
    pump(socket)
    shorten(entries)
  })
}

/** The first entry may be the gap; behind it are messages. */
function shorten(entries: Entry[]): void {
  const hasGap = entries.length > 0 && entries[0]!.missing > 0
  if (entries.length - (hasGap ? 1 : 0) <= params.most) return
  const missing = hasGap ? entries[0]!.missing + 1 : 1
  entries.splice(0, hasGap ? 2 : 1, { text: `LOST ${missing}`, missing })
}

function pump(socket: net.Socket): void {
  const entries = entriesOf.get(socket)
  while (entries && entries.length > 0 && !alarms.has(socket)) {
    const [first] = entries.splice(0, 1)
    if (!socket.write(first!.text + '\n') && socket.writable)
      alarms.set(
        socket,
        setTimeout(() => socket.resetAndDestroy(), params.stallMs),
      )
    else if (!socket.writable) return
  }
}

function calm(socket: net.Socket): void {
  clearTimeout(alarms.get(socket))
  alarms.delete(socket)
}

function unsubscribe(client: Client, pattern: string): void {
  client.patterns.delete(pattern)
  const entries = entriesOf.get(client.socket) ?? []
  for (let i = entries.length - 1; i >= 0; i--) {
    const { topic } = entries[i]!
    if (topic !== undefined && !hasMatch(client.socket, topic)) entries.splice(i, 1)
  }
}

function receive(client: Client, line: string): void {
  const [, verb, topic, text] = /^(SUB|UNSUB|PUB) (\S+)(?: (.+))?$/.exec(line) ?? []
  if (verb === 'PUB' && topic && text) publish(topic, text)
  else if (verb === 'SUB' && topic && !text && client.patterns.size < MOST_PATTERNS) client.patterns.add(topic)
  else if (verb === 'UNSUB' && topic && !text) unsubscribe(client, topic)
  else client.socket.destroy()
}

const server = net.createServer((socket) => {
  const client: Client = { socket, patterns: new Set() }
  let rest = ''
  patternsOf.set(socket, client.patterns)
  entriesOf.set(socket, [])
  socket.setEncoding('utf8')
  socket.on('error', () => {}) // 'close' follows
  socket.on('drain', () => {
    calm(socket)
    pump(socket)
  })
  socket.on('close', () => {
    calm(socket)
    patternsOf.delete(socket)
    entriesOf.delete(socket)
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
