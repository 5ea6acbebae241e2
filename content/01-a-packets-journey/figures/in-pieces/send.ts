import dgram from 'node:dgram'
import { params } from './params.ts'

const socket = dgram.createSocket('udp4')
socket.on('error', (error) => console.log(error.message))
socket.send('x'.repeat(params.size), 9000, 'server', (error) => {
  console.log(error ? error.message : `sent ${params.size} bytes`)
  socket.close()
})
