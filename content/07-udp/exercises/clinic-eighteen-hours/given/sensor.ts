/**
 * Sends a reading for each of its words, a number, and asks for the newest after each: `node sensor.ts 65534 65535 0 1`.
 * The temperature is that number's last two digits, so the reply shows which reading the server took.
 */
import dgram from 'node:dgram'
import { once } from 'node:events'
import { params } from './params.ts'

const socket = dgram.createSocket('udp4')
socket.connect(params.port, '10.0.0.13')
await once(socket, 'connect')
for (const word of process.argv.slice(2)) {
  const temperature = `-${Number(word) % 100}.0`
  socket.send(`${word} ${temperature}`)
  socket.send('?')
  const reply = once(socket, 'message', { signal: AbortSignal.timeout(1_000) })
  console.log(
    `sent ${word} ${temperature}, the server shows`,
    await reply.then(
      ([data]) => JSON.stringify(String(data)),
      () => 'no reply',
    ),
  )
}
socket.close()
