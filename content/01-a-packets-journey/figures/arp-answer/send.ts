import dgram from 'node:dgram'
import { params } from './params.ts'

const socket = dgram.createSocket('udp4')
socket.on('error', (error) => console.log(error.message))
socket.send('hello', 9000, params.to, (error) => {
  console.log(error ? error.message : `sent to ${params.to}`)
  socket.close()
})
