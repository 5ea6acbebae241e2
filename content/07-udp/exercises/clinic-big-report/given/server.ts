/** Prints the length of each datagram and the number of its lines. */
import dgram from 'node:dgram'
import { params } from './params.ts'

const socket = dgram.createSocket('udp4')
socket.on('message', (datagram) => {
  const lines = String(datagram)
    .split('\n')
    .filter((line) => line !== '')
  console.log(`${datagram.length} bytes, ${lines.length} counters`)
})
socket.bind(params.port)
