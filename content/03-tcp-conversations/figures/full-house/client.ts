import net from 'node:net'
import { params } from './params.ts'

for (const number of [1, 2, 3]) {
  setTimeout(
    () => {
      const socket = net.connect(9000, 'server')
      socket.on('error', (error) => console.log(error.message))
      socket.on('data', (chunk) => console.log('client', number, 'heard', String(chunk).trim()))
    },
    (number - 1) * params.apart,
  )
}
