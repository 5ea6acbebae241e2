import dgram from 'node:dgram'
import { params } from './params.ts'

const socket = dgram.createSocket('udp4')

socket.on('message', (request, sender) => {
  console.log('received', request.length, 'bytes from', sender.address, sender.port)
  // Your turn: which of them are the id, and has this request been here before?
})

socket.bind(params.port)
