import { createSocket } from 'node:dgram'
import { params } from './params.ts'

const server = createSocket('udp4')
server.on('message', (data, { port, address }) => server.send(data, port, address))
server.bind(7, params.bound === 'all' ? '0.0.0.0' : params.to)
setTimeout(() => server.close(), 500)
