/** Asks for long.test: over UDP, over TCP as dig does, and over TCP as the office's resolver does, which sends the length by itself. */
import dgram from 'node:dgram'
import { once } from 'node:events'
import net from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { params } from './params.ts'

const SERVER = '10.0.9.2'
const PATIENCE_MS = 1_000
// id 7, RD, one question: long.test, TXT, class IN
const query = Buffer.from('000701000001000000000000046c6f6e6704746573740000100001', 'hex')
const length = Buffer.from([0, query.length])

const udp = dgram.createSocket('udp4')
udp.send(query, params.port, SERVER)
const [reply] = (await once(udp, 'message', { signal: AbortSignal.timeout(PATIENCE_MS) })) as [Buffer]
console.log(`over UDP: ${reply.length} bytes, TC ${(reply[2]! >> 1) & 1}`)
udp.close()

await overTcp('as dig does', [Buffer.concat([length, query])])
await overTcp("as the office's resolver does", [length, query])

async function overTcp(how: string, pieces: readonly Buffer[]) {
  const socket = net.connect(params.port, SERVER)
  socket.on('error', (error) => console.log(error.message))
  socket.setNoDelay(true)
  let bytes = 0
  socket.on('data', (chunk) => (bytes += chunk.length))
  for (const piece of pieces) {
    socket.write(piece)
    await sleep(50)
  }
  await sleep(PATIENCE_MS)
  console.log(`over TCP, ${how}: ${bytes} bytes`)
  socket.destroy()
}
