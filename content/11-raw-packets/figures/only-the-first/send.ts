import { createSocket } from 'node:dgram'
import { params } from './params.ts'

const client = createSocket('udp4')
client.send(Buffer.alloc(params.bytes), 9000, '10.0.9.2')
setTimeout(() => client.close(), 100)
