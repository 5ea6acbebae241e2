import dgram from 'node:dgram'
import { params } from './params.ts'

const service = process.argv[2]
const socket = dgram.createSocket('udp4')

socket.on('error', (error) => console.error(error.message))
socket.bind(0, () => {
  console.log('looking for', service, 'every', params.everyMs, 'ms on port', params.port)
  // Your turn: whom do you ask, and what does the kernel want to know first?
})
