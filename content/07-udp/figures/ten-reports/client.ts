import dgram from 'node:dgram'
import { params } from './params.ts'

const socket = dgram.createSocket('udp4')
socket.on('error', (error) => console.log(error.message))
const report = 'x'.repeat(params.size)
for (let n = 0; n < 10; n++) setTimeout(() => socket.send(report, 9000, 'server'), n * 20)
