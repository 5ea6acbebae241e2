import dgram from 'node:dgram'
import { params } from './params.ts'

const socket = dgram.createSocket('udp4')
socket.on('error', (error) => console.log(error.message))
socket.bind(() => {
  socket.setMulticastTTL(params.ttl)
  setTimeout(() => socket.send('who is there?', 8125, '239.83.71.1'), 1000)
})
