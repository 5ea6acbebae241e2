/**
 * Sends each of its words as a datagram to both addresses of the server, and prints what comes back: `node ask.ts hello stats`.
 * It pads `stats` with spaces, since a reply is never longer than the question. For a newline write `\n`.
 */
import dgram from 'node:dgram'
import { once } from 'node:events'
import { params } from './params.ts'

const ADDRESSES = ['10.0.0.10', '10.0.0.20']

for (const [n, word] of process.argv.slice(2).entries()) {
  const text = word === 'stats' ? word.padEnd(200) : word.replaceAll('\\n', '\n')
  const address = ADDRESSES[n % 2]!
  // A connected socket hears only from the address that it asked.
  const socket = dgram.createSocket('udp4')
  socket.connect(params.port, address)
  await once(socket, 'connect')
  socket.send(text)
  const reply = once(socket, 'message', { signal: AbortSignal.timeout(1_000) })
  console.log(
    `${word} to ${address} →`,
    await reply.then(
      ([data]) => JSON.stringify(String(data)),
      () => 'no reply',
    ),
  )
  socket.close()
}
