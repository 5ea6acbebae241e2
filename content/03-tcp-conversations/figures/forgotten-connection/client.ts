import net from 'node:net'
import { params } from './params.ts'

const socket = net.connect({ host: '10.0.2.10', port: 9000 })
socket.on('error', (error) => console.log(error.message))
socket.on('data', (chunk) => console.log('heard', String(chunk).trim()))

socket.write('first\n')
setTimeout(() => {
  socket.write('second\n', (error) => console.log('write() is done:', error ?? 'no error'))
  setTimeout(() => {
    console.log('no answer: hanging up')
    socket.destroy()
  }, params.patience * 1000)
}, 5_000)
