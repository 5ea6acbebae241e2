import { createSocket } from 'node:dgram'

const client = createSocket('udp4')
for (let i = 0; i < 20; i++) client.send(Buffer.alloc(1_000), 9, '10.0.9.2')
for (let i = 0; i < 3; i++) client.send('wanted', 53, '10.0.9.2')
setTimeout(() => client.close(), 100)
