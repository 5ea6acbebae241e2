import dgram from 'node:dgram'
import { params } from './params.ts'

const socket = dgram.createSocket('udp4')
socket.on('error', (error) => console.log(error.message))
for (let n = 1; n <= 3; n++) {
  const report = Buffer.alloc(params.size, n)
  setTimeout(() => socket.send(report, 9000, '10.0.2.10'), n * 100)
}
