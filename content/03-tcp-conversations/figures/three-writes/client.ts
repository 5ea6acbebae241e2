import net from 'node:net'
import { params } from './params.ts'

const socket = net.connect({ port: 9000, host: 'server', noDelay: params.noDelay })
socket.on('error', (error) => console.log(error.message))
socket.on('connect', () => {
  socket.write('one\n')
  socket.write('two\n')
  socket.write('three\n')
})
socket.on('data', (chunk) => {
  console.log('heard', JSON.stringify(String(chunk)))
  if (String(chunk).endsWith('three\n')) socket.end()
})
