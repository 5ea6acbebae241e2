import dgram from 'node:dgram'
import { params } from './params.ts'

const service = process.argv[2]
const socket = dgram.createSocket('udp4')

socket.on('error', (error) => console.error(error.message))
socket.on('message', (datagram, sender) => {
  console.log('received', String(datagram), 'from', sender.address, sender.port)
  // Your turn: is it a question for this service, and when is the answer due?
})

socket.bind(params.port, () => console.log('serving', service))
