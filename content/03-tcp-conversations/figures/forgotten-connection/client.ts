import net from 'node:net'
import { params } from './params.ts'

const socket = net.connect({ host: '10.0.2.10', port: 9000 })
socket.on('data', (chunk) => console.log('heard', String(chunk).trim()))
socket.on('error', (error) => console.log(String(error)))

socket.write('first\n')
setTimeout(() => {
  socket.write('second\n', (error) => console.log('write() is done:', error ?? 'no error'))
  setTimeout(() => {
    console.log('nobody answers')
    socket.destroy()
  }, params.userTimeout * 1000)
}, 5_000)
