import net from 'node:net'
import { params } from './params.ts'

const MOST_BEHIND = 20_000 // bytes that may wait in our memory, for each reader
const NEWS = 60

interface Reader {
  socket: net.Socket
  missed: number
}
const readers = new Set<Reader>()
let next = 1

net
  .createServer((socket) => {
    const reader = { socket, missed: 0 }
    readers.add(reader)
    socket.on('error', () => {}) // 'close' follows
    socket.on('close', () => readers.delete(reader))
    if (readers.size === 3) publish()
  })
  .listen(9000)

function publish() {
  const isBehind = ({ socket }: Reader) => socket.writableLength > MOST_BEHIND
  if (params.policy === 'wait' && [...readers].some(isBehind)) return setTimeout(publish, 10)
  const news = `news ${next} `.padEnd(3999, '.')
  for (const reader of readers) {
    if (!isBehind(reader)) reader.socket.write(`${tellMissed(reader)}${news}\n`)
    else if (params.policy === 'close') reader.socket.resetAndDestroy()
    else reader.missed++
  }
  if (next++ < NEWS) setTimeout(publish, 50)
  else for (const reader of readers) reader.socket.end(tellMissed(reader))
}

/** A gap that a reader isn't told about looks like no news. */
function tellMissed(reader: Reader): string {
  const text = reader.missed > 0 ? `missed ${reader.missed}\n` : ''
  reader.missed = 0
  return text
}
