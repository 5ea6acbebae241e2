import dgram from 'node:dgram'
import { params } from './params.ts'

const socket = dgram.createSocket('udp4')

socket.on('error', (error) => console.error(error.message))
socket.on('message', (datagram, sender) => {
  console.log('received', datagram.length, 'bytes from', sender.address, sender.port)
  // Your turn: where does the acknowledgment go, and what is in it?
})

socket.bind(params.port)
