import { createSocket } from 'node:dgram'

const server = createSocket('udp4')
server.on('message', (data) => console.log(`${data}`))
server.bind(9000)
setTimeout(() => server.close(), 200)
