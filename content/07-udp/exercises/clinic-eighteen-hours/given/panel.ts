/** Asks the server for the newest readings and prints them: the panel on the wall, once. */
import dgram from 'node:dgram'
import { once } from 'node:events'
import { params } from './params.ts'

const socket = dgram.createSocket('udp4')
socket.send('?', params.port, '10.0.0.13')
const reply = once(socket, 'message', { signal: AbortSignal.timeout(1_000) })
console.log(
  await reply.then(
    ([data]) => String(data) || 'no sensor yet',
    () => 'no reply',
  ),
)
socket.close()
