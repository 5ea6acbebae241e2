import net from 'node:net'
import { params } from './params.ts'

for (const place of [0, 1, 2]) {
  setTimeout(() => {
    const socket = net.connect(9000, 'server')
    socket.on('data', (chunk) => console.log('client', place + 1, 'heard', String(chunk).trim()))
  }, place * params.apart)
}
