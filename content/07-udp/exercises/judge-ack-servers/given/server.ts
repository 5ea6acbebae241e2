/**
 * An acknowledging server to try your judge on: `node server.ts right`. `slow` is right, too, and replies as late as it may. Broken are `silent`,
 * which sends nothing, and `lowercase`. The tests have servers with more kinds of mistakes.
 */
import dgram from 'node:dgram'
import { params } from './params.ts'

const [kind = 'right'] = process.argv.slice(2)
const socket = dgram.createSocket('udp4')

socket.on('error', (error) => console.error(error.message))
socket.on('message', (datagram, { address, port }) => {
  if (kind === 'silent' || port === 0) return
  const reply = Buffer.concat([Buffer.from(kind === 'lowercase' ? 'ack: ' : 'ACK: '), datagram])
  setTimeout(() => socket.send(reply, port, address), kind === 'slow' ? params.lateMs - 20 : 0)
})

socket.bind(params.port)
