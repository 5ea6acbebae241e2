import { createSocket } from 'node:dgram'
import { params } from './params.ts'

const client = createSocket('udp4')
for (const word of ['one', 'two', 'three']) client.send(word, params.port, 'server')
setTimeout(() => client.close(), 200)
