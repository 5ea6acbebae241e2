import { createSocket } from 'node:dgram'
import { params } from './params.ts'

const [PACKETS, EVERY_MS, SIZE] = [5, 20, 160]
const to = params.way === 'direct' ? { address: '198.51.100.7', port: 6000 } : { address: '192.0.2.3', port: 5000 }
const socket = createSocket('udp4')
socket.send('first', to.port, to.address)
for (let packet = 0; packet < PACKETS; packet++)
  setTimeout(() => socket.send(speech(), to.port, to.address), 500 + packet * EVERY_MS)
setTimeout(() => socket.close(), 1_500)

/** A packet of speech that begins with the time at which it was recorded. */
function speech(): Buffer {
  const data = Buffer.alloc(SIZE)
  data.writeDoubleBE(performance.timeOrigin + performance.now(), 0)
  return data
}
