import { createSocket } from 'node:dgram'
import { params } from './params.ts'

const server = createSocket('udp4')
server.on('message', (data) => console.log(`got ${data}`))
server.bind(params.port)
setTimeout(() => server.close(), 300)
