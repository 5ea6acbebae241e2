import net from 'node:net'
import { params } from './params.ts'

const socket = net.connect({ host: '10.0.2.10', port: 9000 })
const began = performance.now()
const tell = (...what: unknown[]) => console.log(`${((performance.now() - began) / 1000).toFixed(1)} s:`, ...what)
socket.on('data', (chunk) => tell('heard', String(chunk).trim()))
socket.on('error', (error) => tell(String(error)))

socket.write('first\n')
setTimeout(() => {
  socket.write('second\n', (error) => tell('write() is done:', error ?? 'no error'))
  setTimeout(() => {
    tell('nobody answers')
    socket.destroy()
  }, params.userTimeout * 1000)
}, 5_000)
