/** Answers each datagram with its first 8 bytes, and prints its length. */
import dgram from 'node:dgram'
import { params } from './params.ts'

const socket = dgram.createSocket('udp4')
socket.on('message', (datagram, sender) => {
  console.log(datagram.length, 'bytes arrived')
  if (datagram.length >= 8 && sender.port > 0) socket.send(datagram.subarray(0, 8), sender.port, sender.address)
})
socket.bind(params.port)
