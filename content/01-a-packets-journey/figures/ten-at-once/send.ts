import dgram from 'node:dgram'
import { params } from './params.ts'

const socket = dgram.createSocket('udp4')
for (let n = 1; n <= 10; n++) socket.send('x'.repeat(params.size), 9000, '10.0.9.2')
