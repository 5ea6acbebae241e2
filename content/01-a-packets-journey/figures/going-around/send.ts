import dgram from 'node:dgram'
import { params } from './params.ts'

const socket = dgram.createSocket('udp4')
socket.on('error', (error) => console.log(error.message))
socket.bind(0, () => {
  socket.setTTL(params.ttl)
  socket.send('hello', 9000, '192.0.2.1', (error) => console.log(error ? error.message : 'sent'))
})
