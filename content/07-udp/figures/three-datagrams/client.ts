import dgram from 'node:dgram'
import net from 'node:net'
import { params } from './params.ts'

const words = ['one', 'two', 'three']
if (params.over === 'UDP') {
  const socket = dgram.createSocket('udp4')
  socket.on('error', (error) => console.log(error.message))
  for (const word of words) socket.send(word, 9000, 'server')
} else {
  const socket = net.connect(9000, 'server')
  socket.on('error', (error) => console.log(error.message))
  for (const word of words) socket.write(word)
}
