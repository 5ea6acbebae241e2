import { createSocket } from 'node:dgram'

const server = createSocket('udp4')
server.on('message', (data, { port, address }) => server.send(data, port, address))
server.bind(7)
setTimeout(() => server.close(), 500)
