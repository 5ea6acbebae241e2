/** Sends packets past the router: three connection attempts that are refused, and three datagrams. */
import dgram from 'node:dgram'
import net from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'

const SERVER = '10.0.2.10'
const socket = dgram.createSocket('udp4')
for (const count of [1, 2, 3]) {
  await wait(500)
  net.connect(9, SERVER).on('error', () => {})
  socket.send(`datagram ${count}`, 5000, SERVER)
}
setTimeout(() => socket.close(), 100)
