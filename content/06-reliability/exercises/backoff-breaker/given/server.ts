/**
 * A price service that begins to listen after 1 s. It's busy at the first try for each item, for 300 ms. `pay …` is done, and then the
 * connection breaks before the answer leaves; `crash` breaks it at once.
 */
import net from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { params } from './params.ts'

const seen = new Set<string>()

const server = net.createServer((socket) => {
  socket.on('error', () => {})
  let received = ''
  socket.setEncoding('utf8').on('data', (chunk: string) => {
    received += chunk
    const end = received.indexOf('\n')
    if (end < 0) return
    const line = received.slice(0, end)
    if (line === 'crash' || line.startsWith('pay')) return void socket.resetAndDestroy()
    const isNew = !seen.has(line)
    seen.add(line)
    socket.end(isNew ? 'busy 300\n' : `${line} costs ${line.length} euros\n`)
  })
})
await wait(1_000)
server.listen(params.port)
