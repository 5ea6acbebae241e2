import net from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { params } from './params.ts'

const LONGEST = 1_000 // characters of a line
const MOST_UNREAD = 65_536 // characters of answers that a client leaves unread

/** Looks up a price: the scarce thing, so never more than `params.workers` at once. Use it as it is. */
async function work(item: string): Promise<string> {
  await sleep(params.workMs)
  if (item.startsWith('bad')) throw new Error(`${item} has no price`)
  return `${item} costs ${item.length} euros`
}

interface Entry {
  from: net.Socket
  text: string
  end: number
  give(line: string): void
}
let queue: Entry[] = []
const sockets: net.Socket[] = []
let idle = params.workers
let stopping = false

function receive(client: net.Socket, line: string): void {
  if (line === 'ping') {
    const busy = params.workers - idle
    return answer(client, 'pong ' + busy + ' ' + queue.length)
  }
  const match = /^(\d+) @(\d{1,9}) (.+)$/.exec(line)
  if (!match) return void client.destroy()
  const give = (text: string) => answer(client, match[1] + ' ' + text)
  if (stopping || (idle === 0 && queue.length >= 3 * params.workers)) return give('busy')
  queue.push({ from: client, text: match[3]!, end: performance.now() + Number(match[2]), give })
  if (idle > 0) void loop()
}

/** A worker runs until the queue is empty. */
async function loop(): Promise<void> {
  idle--
  for (let entry = queue.shift(); entry; entry = queue.shift()) {
    try {
      entry.give(await work(entry.text))
    } catch {
      entry.give('error')
    }
  }
  idle++
}

// One timer looks after all deadlines, closed sockets, and the end.
setInterval(() => {
  const now = performance.now()
  const late = queue.filter((entry) => entry.end <= now)
  queue = queue.filter((entry) => entry.end > now && !entry.from.destroyed)
  for (const entry of late) entry.give('late')
  if (!stopping || idle < params.workers || queue.length > 0) return
  for (const socket of sockets) socket.end()
  setTimeout(() => process.exit(0), 500)
}, 5)

process.on('SIGTERM', () => {
  stopping = true
  server.close()
})

function answer(client: net.Socket, line: string): void {
  if (!client.writable) return
  client.write(`${line}\n`)
  if (client.writableLength > MOST_UNREAD) client.destroy()
}

const server = net.createServer((client) => {
  let rest = ''
  sockets.push(client)
  client.setEncoding('utf8')
  client.on('error', () => {}) // 'close' follows
  client.on('data', (text: string) => {
    const lines = (rest + text).split('\n')
    rest = lines.pop()!
    for (const line of lines) receive(client, line)
    if (rest.length > LONGEST) client.destroy()
  })
})
server.listen(params.port)
